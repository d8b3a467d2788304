{{- /* Templates of one service. Parameters of all: root: the chart's context; key: the service's key in the values; service: its section
       in services. */ -}}

{{- /* Fails on values that Kubernetes would accept but that cannot work. */ -}}
{{- define "spade.service.check" -}}
{{- $key := .key -}}
{{- $port := .service.port -}}
{{- if and .service.servicePort (not $port) -}}
{{- fail (printf "\n\nservices.%s.servicePort is set, and port is null: nothing would answer there. Set port too." $key) -}}
{{- end -}}
{{- if and .service.publicPaths (not .service.servicePort) -}}
{{- fail (printf "\n\nservices.%s.publicPaths has paths, and servicePort is null: set both or neither." $key) -}}
{{- end -}}
{{- range $probe, $numbers := .service.probes -}}
{{- if and $numbers (not $port) -}}
{{- fail (printf "\n\nservices.%s.probes.%s asks a service whose port is null: set port, or make the probe null." $key $probe) -}}
{{- end -}}
{{- with $numbers -}}
{{- $period := .periodSeconds | default 10 | int -}}
{{- $timeout := .timeoutSeconds | default 1 | int -}}
{{- if gt $timeout $period -}}
{{- fail (printf "\n\nservices.%s.probes.%s.timeoutSeconds %d is more than periodSeconds %d: lower the one or raise the other."
         $key $probe $timeout $period) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $metrics := .root.Values.monitoring.metrics -}}
{{- if and $metrics.enabled $port (eq (int $metrics.port) (int $port)) -}}
{{- fail (printf "\n\nmonitoring.metrics.port %d is the port of services.%s too: set another one." (int $port) $key) -}}
{{- end -}}
{{- $values := index .root.Values $key -}}
{{- if and $values.autoscaling.enabled (dig "queueAutoscaling" "enabled" false $values) -}}
{{- fail (printf "\n\n%s.autoscaling.enabled and %s.queueAutoscaling.enabled are both true, and a Deployment can have one autoscaler: set one of them to false." $key $key) -}}
{{- end -}}
{{- if and (dig "queueAutoscaling" "enabled" false $values) (not .service.connectionStrings) -}}
{{- fail (printf "\n\n%s.queueAutoscaling.enabled is true, and the service has no database whose jobs it could run: set it to false." $key) -}}
{{- end -}}
{{- if dig "queueAutoscaling" "enabled" false $values -}}
{{- range list "queue" "jobsPerPod" "minReplicas" "maxReplicas" "pollingIntervalSeconds" "sslMode" -}}
{{- if not (hasKey $values.queueAutoscaling .) -}}
{{- fail (printf "\n\n%s.queueAutoscaling.enabled is true, and the section has no %s: only a service with the whole section, as worker has it in values.yaml, can be scaled by its queue. Set enabled to false, or write the section." $key .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $values.autoscaling.enabled (not (dig "requests" "cpu" "" ($values.resources | default dict))) -}}
{{- fail (printf "\n\n%s.autoscaling.enabled is true, and %s.resources.requests.cpu is not set: the load is in percent of it."
         $key $key) -}}
{{- end -}}
{{- end -}}

{{- /* Its checked shutdown numbers as variables. Time for work in flight is the drain minus the other terms. */ -}}
{{- define "spade.service.shutdown" -}}
{{- $values := index .root.Values.shutdown .key -}}
{{- $terms := .service.shutdown -}}
{{- $preStop := int $values.preStopSeconds -}}
{{- $drain := int $values.drainSeconds -}}
{{- $fixed := addf $terms.lameDuckSeconds $terms.closeSeconds $terms.marginSeconds -}}
{{- if le (float64 $drain) (float64 $fixed) -}}
{{- fail (printf "\n\nshutdown.%s.drainSeconds %d leaves no time for work in flight: lameDuck %v + close %v + margin %v = %v s of it are taken. Set it above %v." .key $drain $terms.lameDuckSeconds $terms.closeSeconds $terms.marginSeconds $fixed $fixed) -}}
{{- end -}}
{{- $inFlight := subf $drain $fixed -}}
{{- if le (float64 $inFlight) (float64 $terms.longestStepSeconds) -}}
{{- fail (printf "\n\nshutdown.%s.drainSeconds %d leaves %v s for work in flight, and a step may take %v s: set it above %v." .key $drain $inFlight $terms.longestStepSeconds (addf $fixed $terms.longestStepSeconds)) -}}
{{- end -}}
{{- $sum := add $preStop $drain | int -}}
{{- $grace := addf $sum $terms.slackSeconds | ceil | int -}}
{{- /* Not `default`, which would replace 0. */ -}}
{{- if not (kindIs "invalid" $values.gracePeriodSeconds) -}}
{{- $grace = int $values.gracePeriodSeconds -}}
{{- if lt $grace $sum -}}
{{- fail (printf "\n\nshutdown.%s.gracePeriodSeconds %d is less than preStopSeconds %d + drainSeconds %d = %d: Kubernetes would kill the process before its drain ends. Set it to %d or more, or to null to have it computed." .key $grace $preStop $drain $sum $sum) -}}
{{- end -}}
{{- end -}}
Shutdown__PreStop: {{ $preStop | quote }}
Shutdown__LameDuck: {{ $terms.lameDuckSeconds | quote }}
Shutdown__InFlight: {{ $inFlight | quote }}
Shutdown__Close: {{ $terms.closeSeconds | quote }}
Shutdown__Margin: {{ $terms.marginSeconds | quote }}
Shutdown__GracePeriod: {{ $grace | quote }}
{{- end -}}

{{- /* terminationGracePeriodSeconds. */ -}}
{{- define "spade.service.gracePeriod" -}}
{{ (include "spade.service.shutdown" . | fromYaml).Shutdown__GracePeriod }}
{{- end -}}

{{- /* The handler of its preStop hook: Kubernetes allows exactly one. */ -}}
{{- define "spade.service.preStop" -}}
{{- $seconds := int (index .root.Values.shutdown .key).preStopSeconds -}}
{{- $action := .root.Values.shutdown.preStopAction -}}
{{- if eq $action "sleep" -}}
sleep:
  seconds: {{ $seconds }}
{{- else if eq $action "exec" -}}
exec:
  command: ["sh", "-c", "sleep {{ $seconds }}"]
{{- else -}}
{{- fail (printf "\n\nshutdown.preStopAction is %s: it must be exec or sleep." $action) -}}
{{- end -}}
{{- end -}}

{{- /* Variables of its ConfigMap. */ -}}
{{- define "spade.service.config" }}
{{- range .service.connectionStrings }}
{{- if ne . "spadedb" }}
{{- fail (printf "\n\nservices.%s.connectionStrings has %s: this chart makes the connection string spadedb only. Make it in templates/_service.tpl." $.key .) }}
{{- end }}
ConnectionStrings__spadedb: {{ include "spade.database.connectionString" $.root | quote }}
# With an external database a job migrates before the pods start.
Migrations__ApplyAtStartup: {{ not $.root.Values.externalDatabase.enabled | quote }}
{{- if and $.root.Values.externalDatabase.enabled $.root.Values.externalDatabase.poolerHost }}
ConnectionStrings__spadedb_direct: {{ include "spade.database.directConnectionString" $.root | quote }}
# A node's session is its own.
Jobs__ConnectionName: spadedb_direct
{{- end }}
{{- end }}
{{- range .service.references }}
{{- $other := index $.root.Values.services . | default dict }}
{{- if not $other.servicePort }}
{{- fail (printf "\n\nservices.%s.references has %s, which is not a service with a servicePort. The services are %s." $.key . (keys $.root.Values.services | sortAlpha | join ", ")) }}
{{- end }}
services__{{ $other.name }}__http__0: http://{{ $other.name }}:{{ int $other.servicePort }}
{{- end }}
{{- if .service.servicePort }}
Access__AllowedHosts: {{ include "spade.service.hosts" . | quote }}
{{- end }}
# From {{ .key }}.config.
{{- include "spade.service.ownConfig" . | trim | nindent 0 }}
{{- end }}

{{- /* Host names under which it is asked: every form of its Service's name, those of Ingress and Gateway, and those of access. */ -}}
{{- define "spade.service.hosts" -}}
{{- $values := .root.Values -}}
{{- $inside := printf "%s.%s" .service.name .root.Release.Namespace -}}
{{- $hosts := list .service.name $inside (printf "%s.svc" $inside) (printf "%s.svc.%s" $inside $values.access.clusterDomain) -}}
{{- if and $values.ingress.enabled .service.publicPaths -}}
{{- $hosts = append $hosts $values.ingress.host -}}
{{- end -}}
{{- if and $values.gateway.enabled .service.publicPaths -}}
{{- $hosts = append $hosts $values.gateway.host -}}
{{- end -}}
{{- concat $hosts $values.access.allowedHosts | compact | uniq | join "," -}}
{{- end -}}

{{- /* Variables from config. Numbers are written as in the values; Helm itself would write a large one as 1e+08. */ -}}
{{- define "spade.service.ownConfig" -}}
{{- /* .NET configuration ignores case. */ -}}
{{- $taken := list "connectionstrings__spadedb" "connectionstrings__spadedb_direct" "migrations__applyatstartup" "jobs__connectionname" "access__allowedhosts" "pgpassword" }}
{{- /* A config map is no place for a key, also where the chart sets none. */ -}}
{{- $taken = append $taken "access__administratorkey" }}
{{- range include "spade.service.chartEnv" . | fromYamlArray }}
{{- $taken = append $taken (lower .name) }}
{{- end }}
{{- range $name, $value := (index .root.Values .key).config }}
{{- if has (lower $name) $taken }}
{{- fail (printf "\n\n%s.config.%s is not to be set: the chart sets it itself, from other values. Remove it and set those." $.key $name) }}
{{- end }}
{{ $name }}: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
{{- end }}
{{- end -}}

{{- /* Variables that the chart sets on the container itself. Those from shutdown are not in the ConfigMap, so that they are rolled out and
       back together with the grace period, which is part of the same Deployment. */ -}}
{{- define "spade.service.chartEnv" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- with .service.port }}
- name: ASPNETCORE_HTTP_PORTS
  value: {{ int . | quote }}
{{- end }}
{{- if .service.connectionStrings }}
{{ include "spade.database.password" .root }}
{{- if not .root.Values.externalDatabase.enabled }}
{{- include "spade.access.administratorKey" .root | nindent 0 }}
{{- end }}
{{- end }}
{{- range $name, $value := include "spade.service.shutdown" . | fromYaml }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- if .root.Values.monitoring.metrics.enabled }}
- name: OTEL_EXPORTER_PROMETHEUS_HOST
  value: "::"
- name: OTEL_EXPORTER_PROMETHEUS_PORT
  value: {{ int .root.Values.monitoring.metrics.port | quote }}
{{- end }}
{{- with .root.Values.telemetry }}
{{- if .otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .otlpEndpoint | quote }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ .otlpProtocol | quote }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: {{ list (printf "service.instance.id=$(POD_NAME),k8s.pod.name=$(POD_NAME),k8s.namespace.name=%s" $.root.Release.Namespace) .resourceAttributes | compact | join "," | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* All variables of its container as one list without duplicates: Kubernetes merges this list by name, and server-side apply rejects
       duplicate names. Variables in extraEnv replace those of the chart.
       Kubernetes resolves $(NAME) only from earlier entries. So extraEnv comes last, in its own order, and can refer to all others; but
       its POD_NAME comes first, because the chart's variables refer to it. */ -}}
{{- define "spade.service.env" -}}
{{- $extra := dict -}}
{{- range (index .root.Values .key).extraEnv -}}
{{- if hasKey $extra .name -}}
{{- fail (printf "\n\n%s.extraEnv names %s twice: remove one." $.key .name) -}}
{{- end -}}
{{- $_ := set $extra .name . -}}
{{- end -}}
{{- $names := keys (include "spade.service.config" . | fromYaml) -}}
{{- $env := list -}}
{{- range include "spade.service.chartEnv" . | fromYamlArray -}}
{{- $names = append $names .name -}}
{{- if not (hasKey $extra .name) -}}
{{- $env = append $env . -}}
{{- else if eq .name "POD_NAME" -}}
{{- $env = append $env (index $extra .name) -}}
{{- end -}}
{{- end -}}
{{- range $entry := (index .root.Values .key).extraEnv -}}
{{- range $name := $names -}}
{{- if and (ne $name $entry.name) (eq (lower $name) (lower $entry.name)) -}}
{{- fail (printf "\n\n%s.extraEnv names %s, and the chart sets %s: Kubernetes takes them for two variables, .NET for one, of which it would pick either. Write it %s." $.key $entry.name $name $name) -}}
{{- end -}}
{{- end -}}
{{- if ne $entry.name "POD_NAME" -}}
{{- $env = append $env $entry -}}
{{- end -}}
{{- end -}}
{{- toYaml $env -}}
{{- end -}}
