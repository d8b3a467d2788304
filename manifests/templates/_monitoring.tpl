{{- /* Fails on monitors that would find nothing, or find everything twice. */ -}}
{{- define "spade.checkMonitoring" -}}
{{- $monitoring := .Values.monitoring -}}
{{- range $name := list "podMonitor" "serviceMonitor" -}}
{{- if and (index $monitoring $name).enabled (not $monitoring.metrics.enabled) -}}
{{- fail (printf "\n\nmonitoring.%s.enabled is true, and monitoring.metrics.enabled is false: there would be nothing to scrape. Set both." $name) -}}
{{- end -}}
{{- end -}}
{{- if and $monitoring.podMonitor.enabled $monitoring.serviceMonitor.enabled -}}
{{- fail "\n\nmonitoring.podMonitor.enabled and monitoring.serviceMonitor.enabled are both true: every metric would be scraped and counted twice. Set one of them to false." -}}
{{- end -}}
{{- if and $monitoring.dashboard.enabled (not $monitoring.rules.enabled) -}}
{{- fail "\n\nmonitoring.dashboard.enabled is true, and monitoring.rules.enabled is false: its queries ask for what the rules record. Set both." -}}
{{- end -}}
{{- if or $monitoring.rules.enabled $monitoring.openSlo.enabled -}}
{{- include "spade.slo.check" . -}}
{{- end -}}
{{- end -}}

{{- /* An endpoint of a monitor. interval: how often. Rules and dashboard know a service by job and a pod by instance, as over OTLP. */ -}}
{{- define "spade.monitoring.endpoint" -}}
- port: metrics
  path: /metrics
  interval: {{ .interval }}
  relabelings:
    - sourceLabels: [__meta_kubernetes_pod_label_app]
      targetLabel: job
    - sourceLabels: [__meta_kubernetes_pod_name]
      targetLabel: instance
{{- end -}}
