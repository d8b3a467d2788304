{{- /* An object's labels. root: the chart's context; name: the object's name; version: true for what runs the application's images. */ -}}
{{- define "spade.labels" -}}
{{ include "spade.podLabels" . }}
helm.sh/chart: {{ include "spade.chart" .root | quote }}
{{- end -}}

{{- /* A pod's labels. Without the chart's: its version would roll pods that nothing else changes. */ -}}
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

{{- /* What selects pods. Kubernetes lets nobody change a Deployment's selector: add nothing here. */ -}}
{{- define "spade.selector" -}}
app: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- end -}}

{{- /* Which part of the application an object is: api, of spade-api. */ -}}
{{- define "spade.component" -}}
{{ .name | trimPrefix (printf "%s-" .root.Chart.Name) }}
{{- end -}}

{{- /* Label helm.sh/chart. A plus sign of a version is not allowed in labels. */ -}}
{{- define "spade.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- /* An image. image: its values; chart: the chart, whose appVersion is the tag that is not set. */ -}}
{{- define "spade.image" -}}
{{- $tag := .image.tag | default .chart.AppVersion -}}
{{ printf "%s%s%s" .image.repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag | quote }}
{{- end -}}

{{- /* What every container may do: nothing that needs a right. */ -}}
{{- define "spade.containerSecurity" -}}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities:
  drop:
    - ALL
{{- end -}}

{{- /* Who a pod of the application's images is. */ -}}
{{- define "spade.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.security.runAsUser | int64 }}
runAsGroup: {{ .Values.security.runAsUser | int64 }}
fsGroup: {{ .Values.security.runAsUser | int64 }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* Where pods go. root: the chart's context; values: the section with nodeSelector, affinity, tolerations. */ -}}
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

{{- /* Refuses values that values.schema.json cannot judge, because it does not know which services there are. */ -}}
{{- define "spade.checkValues" -}}
{{- $services := .Values.services -}}
{{- if not $services -}}
{{- fail "\n\nThe values have no section services, so they are of another version of the chart (helm upgrade --reuse-values keeps those). Use --reset-then-reuse-values." -}}
{{- end -}}
{{- $others := list "shutdown" "services" "postgres" "externalDatabase" "ingress" "telemetry" "security" "imagePullSecrets" "parameters" "secrets" "global" -}}
{{- range $name, $_ := omit .Values "global" -}}
{{- if not (or (hasKey $services $name) (has $name $others)) -}}
{{- fail (printf "\n\n%s is no value of this chart. Its sections are %s." $name (concat (keys $services | sortAlpha) $others | join ", ")) -}}
{{- end -}}
{{- end -}}
{{- range $name, $_ := omit .Values.shutdown "preStopAction" -}}
{{- if not (hasKey $services $name) -}}
{{- fail (printf "\n\nshutdown.%s is no value of this chart: there is no service %s. The services are %s." $name $name (keys $services | sortAlpha | join ", ")) -}}
{{- end -}}
{{- end -}}
{{- range $key, $_ := $services -}}
{{- if not (and (index $.Values $key) (index $.Values.shutdown $key)) -}}
{{- fail (printf "\n\nThe service %s needs the sections %s and shutdown.%s. Publish again, or see service-values.yaml." $key $key $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
