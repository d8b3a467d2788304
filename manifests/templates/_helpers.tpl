{{- /* An object's labels. root: the chart's context; name: the object's name; version: true if it runs the application's images. */ -}}
{{- define "spade.labels" -}}
{{ include "spade.podLabels" . }}
helm.sh/chart: {{ include "spade.chart" .root | quote }}
{{- end -}}

{{- /* A pod's labels, without the chart's version, which would roll unchanged pods. */ -}}
{{- define "spade.podLabels" -}}
{{ include "spade.selector" . }}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/component: {{ include "spade.component" . }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
{{- if .version }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- end }}
{{- end -}}

{{- /* Labels that select pods. Add nothing here: a Deployment's selector is immutable. */ -}}
{{- define "spade.selector" -}}
app: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- end -}}

{{- /* Component of an object: api for spade-api. */ -}}
{{- define "spade.component" -}}
{{ .name | trimPrefix (printf "%s-" .root.Chart.Name) }}
{{- end -}}

{{- /* Label helm.sh/chart. A plus sign of a version is not allowed in labels. */ -}}
{{- define "spade.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- /* An image. image: its values; chart: the chart, whose appVersion is the default tag. */ -}}
{{- define "spade.image" -}}
{{- $tag := .image.tag | default .chart.AppVersion -}}
{{ printf "%s%s%s" .image.repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag | quote }}
{{- end -}}

{{- /* Security context of every container: no privileges. */ -}}
{{- define "spade.containerSecurity" -}}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities:
  drop:
    - ALL
{{- end -}}

{{- /* Security context of a pod with the application's images. */ -}}
{{- define "spade.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.security.runAsUser | int64 }}
runAsGroup: {{ .Values.security.runAsUser | int64 }}
fsGroup: {{ .Values.security.runAsUser | int64 }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* Placement of pods. root: the chart's context; values: the section with nodeSelector, affinity, tolerations. */ -}}
{{- define "spade.placement" -}}
{{- with .values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* Fails on wrong values that values.schema.json cannot find, because it does not know the services. */ -}}
{{- define "spade.checkValues" -}}
{{- $services := .Values.services -}}
{{- if not $services -}}
{{- fail "\n\nThe values have no section services, so they are of another version of the chart (helm upgrade --reuse-values keeps those). Use --reset-then-reuse-values." -}}
{{- end -}}
{{- $others := list "shutdown" "services" "postgres" "externalDatabase" "ingress" "gateway" "access" "telemetry" "monitoring" "slo" "networkPolicy" "test" "rehearsal" "security" "imagePullSecrets" "global" -}}
{{- range without $others "global" -}}
{{- if not (hasKey $.Values .) -}}
{{- fail (printf "\n\nThe values have no section %s, so they are of another version of the chart (helm upgrade --reuse-values keeps those). Use --reset-then-reuse-values." .) -}}
{{- end -}}
{{- end -}}
{{- range $name, $_ := omit .Values "global" -}}
{{- if not (or (hasKey $services $name) (has $name $others)) -}}
{{- fail (printf "\n\n%s is not a value of this chart. Its sections are %s." $name (concat (keys $services | sortAlpha) $others | join ", ")) -}}
{{- end -}}
{{- end -}}
{{- range $name, $_ := omit .Values.shutdown "preStopAction" -}}
{{- if not (hasKey $services $name) -}}
{{- fail (printf "\n\nshutdown.%s is not a value of this chart: there is no service %s. The services are %s." $name $name (keys $services | sortAlpha | join ", ")) -}}
{{- end -}}
{{- end -}}
{{- range $key, $service := $services -}}
{{- if not (and (index $.Values $key) (index $.Values.shutdown $key)) -}}
{{- fail (printf "\n\nThe service %s needs the sections %s and shutdown.%s. Publish again, or see service-values.yaml." $key $key $key) -}}
{{- end -}}
{{- include "spade.service.check" (dict "root" $ "key" $key "service" $service) -}}
{{- end -}}
{{- include "spade.checkIngress" . -}}
{{- include "spade.checkGateway" . -}}
{{- include "spade.checkMonitoring" . -}}
{{- include "spade.checkNetworkPolicy" . -}}
{{- end -}}

{{- /* Fails on an Ingress without paths, without a host that the services answer to, or with a host that has no certificate. */ -}}
{{- define "spade.checkIngress" -}}
{{- $ingress := .Values.ingress -}}
{{- if $ingress.enabled -}}
{{- include "spade.checkEntrance" (dict "root" . "key" "ingress") -}}
{{- /* An entry without hosts covers all of them. */ -}}
{{- $isCovered := or (not $ingress.host) (not $ingress.tls) -}}
{{- $wildcard := printf "*.%s" (splitList "." $ingress.host | rest | join ".") -}}
{{- range $ingress.tls -}}
{{- if or (not .hosts) (has $ingress.host .hosts) (has $wildcard .hosts) }}{{ $isCovered = true }}{{ end -}}
{{- end -}}
{{- if not $isCovered -}}
{{- fail (printf "\n\ningress.host is %s, and no entry of ingress.tls has it among its hosts: add it." $ingress.host) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Fails on an Ingress or a route that leads nowhere. key: its section. */ -}}
{{- define "spade.checkEntrance" -}}
{{- $isPublic := false -}}
{{- range .root.Values.services -}}
{{- if .publicPaths }}{{ $isPublic = true }}{{ end -}}
{{- end -}}
{{- if not $isPublic -}}
{{- fail (printf "\n\n%s.enabled is true, and no service has publicPaths: there is nothing to show. Set it to false." .key) -}}
{{- end -}}
{{- if not (or (index .root.Values .key).host .root.Values.access.allowedHosts) -}}
{{- fail (printf "\n\n%s.enabled is true, and neither %s.host nor access.allowedHosts names a host: the services would refuse every request from outside. Set one of them." .key .key) -}}
{{- end -}}
{{- end -}}

{{- /* Fails on a route without a Gateway, or with a time limit that cuts waits. */ -}}
{{- define "spade.checkGateway" -}}
{{- $gateway := .Values.gateway -}}
{{- if $gateway.enabled -}}
{{- include "spade.checkEntrance" (dict "root" . "key" "gateway") -}}
{{- if not $gateway.parentRefs -}}
{{- fail "\n\ngateway.enabled is true, and gateway.parentRefs names no Gateway: set it, such as [{name: my-gateway, namespace: infra, sectionName: https}]." -}}
{{- end -}}
{{- range $gateway.parentRefs -}}
{{- if not (or .sectionName .port) -}}
{{- fail (printf "\n\ngateway.parentRefs names %s without a sectionName: the route would be on all of its listeners, also one without TLS, where keys can be read on their way. Set sectionName to the listener with the certificate, such as https, or port." .name) -}}
{{- end -}}
{{- end -}}
{{- $number := regexFind "[0-9]+" $gateway.requestTimeout | int -}}
{{- $seconds := mul $number (index (dict "s" 1 "m" 60 "h" 3600) (regexFind "[a-z]$" $gateway.requestTimeout)) | int -}}
{{- if and (gt $seconds 0) (le $seconds 60) -}}
{{- fail (printf "\n\ngateway.requestTimeout %s would cut the longest wait, 60 s: set it above 60s, or to 0s for no limit." $gateway.requestTimeout) -}}
{{- end -}}
{{- end -}}
{{- end -}}
