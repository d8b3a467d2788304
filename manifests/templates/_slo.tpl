{{- /* The service level objectives. Their numbers are in the section slo of the values, their meaning in docs/slo.md. */ -}}

{{- /* Fails on objectives that Prometheus could not compute. */ -}}
{{- define "spade.slo.check" -}}
{{- range $name := list "availability" "documents" -}}
{{- $objective := (index $.Values.slo $name).objective | float64 -}}
{{- range $.Values.slo.burnRates -}}
{{- if ge (mulf .factor (subf 100 $objective)) 100.0 -}}
{{- fail (printf "\n\nslo.%s.objective %v %% leaves a budget that %vx can never use up, as all requests together are 100 %%: its alert would not fire. Raise the objective or lower the factor." $name $objective .factor) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range .Values.slo.burnRates -}}
{{- if ge (include "spade.slo.seconds" .short | int) (include "spade.slo.seconds" .long | int) -}}
{{- fail (printf "\n\nslo.burnRates has short %s and long %s: the short window must be the shorter one." .short .long) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A window such as 30m, in seconds. */ -}}
{{- define "spade.slo.seconds" -}}
{{ mul (regexFind "[0-9]+" . | int) (index (dict "m" 60 "h" 3600 "d" 86400) (regexFind "[a-z]$" .)) }}
{{- end -}}

{{- /* Every window of the alerts, as a list in JSON. */ -}}
{{- define "spade.slo.windows" -}}
{{- $windows := list -}}
{{- range .Values.slo.burnRates -}}
{{- $windows = concat $windows (list .short .long) -}}
{{- end -}}
{{- $windows | uniq | toJson -}}
{{- end -}}

{{- /* The error budget of an objective as a share: 0.001 of 99.9. */ -}}
{{- define "spade.slo.budget" -}}
{{ printf "%.6g" (divf (subf 100 .) 100) }}
{{- end -}}

{{- /* By how much the counters of a selector have grown within a window. Series that are older than the window by increase(). Younger ones
       from 0, which increase() would leave out: the first failure of a pod is a new series with the value 1. A series counts as new when it
       was not there for an hour before the window, so that a pause of scraping makes none.
       A container that restarts goes on with its pod's series, from 0 again. In a younger series with such a reset increase() sees all but
       the first sample, and the maximum sees all of one container: the larger one counts, which may be too little by that sample.
       of: the selector; window: such as 1h. */ -}}
{{- define "spade.slo.growth" -}}
((sum(increase({{ .of }}[{{ .window }}]) and last_over_time({{ .of }}[1h] offset {{ .window }})) or vector(0))
+ (sum(
    (
      (increase({{ .of }}[{{ .window }}]) and resets({{ .of }}[{{ .window }}]) > 0) > max_over_time({{ .of }}[{{ .window }}])
      or max_over_time({{ .of }}[{{ .window }}])
    )
    unless last_over_time({{ .of }}[1h] offset {{ .window }})
  ) or vector(0)))
{{- end -}}

{{- /* Selector of the requests that count. */ -}}
{{- define "spade.slo.requests" -}}
http_server_request_duration_seconds_count{job={{ .Values.services.api.name | quote }}, http_response_status_code!~"4.."}
{{- end -}}

{{- /* Selector of documents that ended in time and not by a fault of the service. Prometheus writes 600 as 600.0 when it scrapes
       OpenMetrics. */ -}}
{{- define "spade.slo.goodDocuments" -}}
spade_documents_duration_seconds_bucket{le=~"{{ int .Values.slo.documents.withinSeconds }}([.]0)?", spade_document_outcome!="broken"}
{{- end -}}

{{- /* Requests that stops of the API aborted within a window: as the API's replicas report the ledger, or as each process reports itself
       with its last flush, which only a collector receives. Both see the same stops, so the larger number counts. */ -}}
{{- define "spade.slo.aborted" -}}
max(
  label_replace(sum(max by (spade_restart_node) (last_over_time(spade_restarts_work{spade_restart_service={{ .service | quote }}, spade_shutdown_outcome="aborted"}[{{ .window }}]))), "from", "ledger", "", "")
  or label_replace(sum(last_over_time(spade_shutdown_work_total{job={{ .service | quote }}, spade_shutdown_kind="requests", spade_shutdown_outcome="aborted"}[{{ .window }}])), "from", "flush", "", "")
  or vector(0)
)
{{- end -}}

{{- /* Requests that count, within a window. root; window. */ -}}
{{- define "spade.slo.availability.events" -}}
{{ include "spade.slo.growth" (dict "of" (include "spade.slo.requests" .root) "window" .window) }}
{{- end -}}

{{- /* Documents that ended within a window. root; window. */ -}}
{{- define "spade.slo.documents.events" -}}
{{ include "spade.slo.growth" (dict "of" "spade_documents_duration_seconds_count" "window" .window) }}
{{- end -}}

{{- /* Share of requests without a good answer within a window; no value while there are no requests. root; window. */ -}}
{{- define "spade.slo.availability" -}}
{{- $service := .root.Values.services.api.name -}}
{{- $of := printf "http_server_request_duration_seconds_count{job=%q" $service -}}
{{- $bad := include "spade.slo.growth" (dict "of" (printf "%s, http_response_status_code=~\"5..\"}" $of) "window" .window) -}}
{{- $counted := include "spade.slo.availability.events" . -}}
{{- $aborted := include "spade.slo.aborted" (dict "service" $service "window" .window) -}}
(
{{ $bad | indent 2 }}
  +
{{ $aborted | indent 2 }}
)
/
(
  (
{{ $counted | indent 4 }}
    +
{{ $aborted | indent 4 }}
  ) > 0
)
{{- end -}}

{{- /* Share of documents without an answer in time within a window; no value while none ends. root; window. */ -}}
{{- define "spade.slo.documents" -}}
1 -
(
{{ include "spade.slo.growth" (dict "of" (include "spade.slo.goodDocuments" .root) "window" .window) | indent 2 }}
)
/
(
{{ include "spade.slo.documents.events" . | indent 2 }} > 0
)
{{- end -}}

{{- /* Page of the documentation for an alert. root; page: such as runbook.md#restart. */ -}}
{{- define "spade.slo.docs" -}}
{{ printf "%s/%s" (.root.Values.monitoring.rules.docsUrl | default "docs" | trimSuffix "/") .page }}
{{- end -}}

{{- /* Name of the alert policy of a burn rate, different for each. */ -}}
{{- define "spade.slo.policy" -}}
{{ printf "%s-%vx-%s-%s" .severity .factor .long .short | replace "." "-" }}
{{- end -}}

{{- /* Every severity of a list of burn rates, as a list in JSON. */ -}}
{{- define "spade.slo.severities" -}}
{{- $severities := list -}}
{{- range . -}}
{{- $severities = append $severities .severity -}}
{{- end -}}
{{- $severities | uniq | toJson -}}
{{- end -}}
