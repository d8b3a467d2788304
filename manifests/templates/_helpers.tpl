{{- /* Written by the AppHost, from its model: change that and publish again. */ -}}

{{- /* Label helm.sh/chart. A plus sign of a version is not allowed in labels. */ -}}
{{- define "spade.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* An image. image: its values; chart: the chart, whose appVersion is the tag that is not set. */ -}}
{{- define "spade.image" -}}
{{- $tag := .image.tag | default .chart.AppVersion -}}
{{- printf "%s%s%s" .image.repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag | quote -}}
{{- end -}}

{{- /* Variables from values. config: the variables; path: where they are; taken: names that the chart sets itself,
       however they are spelt: the services do not tell upper from lower case. A number becomes the text that it looks like: Helm
       itself would write a large one as 1e+08. */ -}}
{{- define "spade.config" -}}
{{- $taken := .taken | join " " | lower | splitList " " }}
{{- range $name, $value := .config }}
{{- if has (lower $name) $taken }}
{{- fail (printf "\n\n%s.%s is not to be set: the chart sets it itself, from other values. Remove it and set those." $.path $name) }}
{{- end }}
{{ $name }}: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
{{- end }}
{{- end -}}

{{- /* The most pods of an autoscaler, checked. values: its values; path: where they are. */ -}}
{{- define "spade.maxReplicas" -}}
{{- if gt (int .values.minReplicas) (int .values.maxReplicas) -}}
{{- fail (printf "\n\n%s.minReplicas %d is more than maxReplicas %d: lower the one or raise the other." .path (int .values.minReplicas) (int .values.maxReplicas)) -}}
{{- end -}}
{{- int .values.maxReplicas -}}
{{- end -}}

{{- /* Variables as a container has them. */ -}}
{{- define "spade.variables" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- /* The handler of a preStop hook, exactly one. seconds: how long it waits; action: exec or sleep. */ -}}
{{- define "spade.preStop" -}}
{{- if eq .action "sleep" -}}
sleep:
  seconds: {{ int .seconds }}
{{- else if eq .action "exec" -}}
exec:
  command: ["sh", "-c", "sleep {{ int .seconds }}"]
{{- else -}}
{{- fail (printf "\n\nshutdown.preStopAction is %s: it must be exec or sleep." .action) -}}
{{- end -}}
{{- end -}}

{{- /* A service's shutdown numbers, checked, as its variables. name: the service; values: its part of shutdown; lameDuck, close,
       margin: the fixed terms of the drain in seconds; longestStep: what the time for work in flight must be more than; slack: added
       to a grace period that is computed. */ -}}
{{- define "spade.shutdown" -}}
{{- $preStop := int .values.preStopSeconds -}}
{{- $drain := int .values.drainSeconds -}}
{{- $fixed := addf .lameDuck .close .margin -}}
{{- if le (float64 $drain) (float64 $fixed) -}}
{{- fail (printf "\n\nshutdown.%s.drainSeconds %d leaves no time for work in flight: lameDuck %v + close %v + margin %v = %v s of it are taken. Set it above %v." .name $drain .lameDuck .close .margin $fixed $fixed) -}}
{{- end -}}
{{- $inFlight := subf $drain $fixed -}}
{{- if le (float64 $inFlight) (float64 .longestStep) -}}
{{- fail (printf "\n\nshutdown.%s.drainSeconds %d leaves %v s for work in flight, and a step may take %v s: set it above %v." .name $drain $inFlight .longestStep (addf $fixed .longestStep)) -}}
{{- end -}}
{{- $sum := add $preStop $drain | int -}}
{{- $grace := addf $sum .slack | ceil | int -}}
{{- if not (kindIs "invalid" .values.gracePeriodSeconds) -}}
{{- $grace = int .values.gracePeriodSeconds -}}
{{- if lt $grace $sum -}}
{{- fail (printf "\n\nshutdown.%s.gracePeriodSeconds %d is less than preStopSeconds %d + drainSeconds %d = %d: Kubernetes would kill the process before its drain ends. Set it to %d or more, or to null to have it computed." .name $grace $preStop $drain $sum $sum) -}}
{{- end -}}
{{- end -}}
Shutdown__PreStop: {{ $preStop | quote }}
Shutdown__LameDuck: {{ .lameDuck | quote }}
Shutdown__InFlight: {{ $inFlight | quote }}
Shutdown__Close: {{ .close | quote }}
Shutdown__Margin: {{ .margin | quote }}
Shutdown__GracePeriod: {{ $grace | quote }}
{{- end -}}

{{- /* The database's host, port, secret and connection string. Nothing here holds a password: Npgsql takes it from PGPASSWORD. */ -}}
{{- define "spade.database.host" -}}
{{- if .Values.externalDatabase.enabled -}}
{{- required "externalDatabase.enabled is true and externalDatabase.host is empty: set it to the server's host name." .Values.externalDatabase.host -}}
{{- else if .Values.postgres.enabled -}}
spade-postgres
{{- else -}}
{{- fail "postgres.enabled and externalDatabase.enabled are both false: the services need a database, so set one of them to true." -}}
{{- end -}}
{{- end -}}

{{- define "spade.database.port" -}}
{{- if .Values.externalDatabase.enabled }}{{ .Values.externalDatabase.port | int }}{{ else }}5432{{ end -}}
{{- end -}}

{{- define "spade.database.secret" -}}
{{- if .Values.externalDatabase.enabled }}{{ .Values.externalDatabase.existingSecret }}{{ else }}{{ .Values.postgres.existingSecret }}{{ end -}}
{{- end -}}

{{- define "spade.database.secretKey" -}}
{{- if .Values.externalDatabase.enabled }}{{ .Values.externalDatabase.existingSecretKey }}{{ else }}{{ .Values.postgres.existingSecretKey }}{{ end -}}
{{- end -}}

{{- /* Past a pooler. */ -}}
{{- define "spade.database.directConnectionString" -}}
Host={{ include "spade.database.host" . }};Port={{ include "spade.database.port" . }}{{ include "spade.database.connectionParts" . }}
{{- end -}}

{{- /* For the services' pools. Not every pooler knows prepared statements in transaction mode; options may say that this one does. */ -}}
{{- define "spade.database.connectionString" -}}
{{- if and .Values.externalDatabase.enabled .Values.externalDatabase.poolerHost -}}
Host={{ .Values.externalDatabase.poolerHost }};Port={{ .Values.externalDatabase.poolerPort | int }};Max Auto Prepare=0{{ include "spade.database.connectionParts" . }}
{{- else -}}
{{- include "spade.database.directConnectionString" . -}}
{{- end -}}
{{- end -}}

{{- define "spade.database.connectionParts" -}}
{{- if .Values.externalDatabase.enabled -}}
{{- with .Values.externalDatabase -}}
{{- if regexMatch `(?i)(^|;)\s*(password|psw|pwd)\s*=` .options -}}
{{- fail "externalDatabase.options holds a password, and everybody may read it there: put it into the secret externalDatabase.existingSecret." -}}
{{- end -}}
{{- if and .caSecret (not (hasPrefix "Verify" .sslMode)) -}}
{{- fail (printf "externalDatabase.caSecret is set and sslMode is %s, which checks no certificate: set sslMode to VerifyFull or VerifyCA." .sslMode) -}}
{{- end -}}
;Username={{ .username }};Database={{ .database }};SSL Mode={{ .sslMode }}{{ if .caSecret }};Root Certificate=/etc/spade/postgres-ca/ca.crt{{ end }}{{ with .options }};{{ . }}{{ end }}
{{- end -}}
{{- else -}}
;Username=postgres;Database=spadedb
{{- end -}}
{{- end -}}

{{- define "spade.api.shutdown" -}}
{{- include "spade.shutdown" (dict "name" "api" "values" .Values.shutdown.api "lameDuck" 5 "close" 2 "margin" 1 "longestStep" 0 "slack" 0) -}}
{{- end -}}

{{- define "spade.worker.shutdown" -}}
{{- include "spade.shutdown" (dict "name" "worker" "values" .Values.shutdown.worker "lameDuck" 0 "close" 8 "margin" 2 "longestStep" 100 "slack" 5) -}}
{{- end -}}
