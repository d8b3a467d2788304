{{- /* Fails on policies that would close what other values need open. */ -}}
{{- define "spade.checkNetworkPolicy" -}}
{{- $policy := .Values.networkPolicy -}}
{{- if $policy.enabled -}}
{{- range $entrance := list "ingress" "gateway" -}}
{{- if and (index $.Values $entrance).enabled (not $policy.ingressFrom) -}}
{{- fail (printf "\n\nnetworkPolicy.enabled and %s.enabled are true, and networkPolicy.ingressFrom is empty: the controller could not reach the services. Set it to the controller's pods or the balancer's addresses." $entrance) -}}
{{- end -}}
{{- end -}}
{{- if and (or .Values.monitoring.podMonitor.enabled .Values.monitoring.serviceMonitor.enabled) (not $policy.metricsFrom) -}}
{{- fail "\n\nnetworkPolicy.enabled is true, a monitor is enabled, and networkPolicy.metricsFrom is empty: Prometheus could not scrape. Set it to Prometheus' pods." -}}
{{- end -}}
{{- range $key, $service := .Values.services -}}
{{- $values := index $.Values $key -}}
{{- if and (dig "queueAutoscaling" "enabled" false $values) (not $.Values.externalDatabase.enabled) (not $policy.databaseFrom) -}}
{{- fail (printf "\n\nnetworkPolicy.enabled and %s.queueAutoscaling.enabled are true, and networkPolicy.databaseFrom is empty: KEDA could not ask PostgreSQL. Set it to KEDA's pods." $key) -}}
{{- end -}}
{{- $names := keys $values.config -}}
{{- range $values.extraEnv -}}
{{- $names = append $names .name -}}
{{- end -}}
{{- range $names | sortAlpha -}}
{{- if and (regexMatch "^(?i)(webhooks|authentication__jwt)__" .) (not $policy.extraEgress) -}}
{{- fail (printf "\n\nnetworkPolicy.enabled is true, %s of %s needs connections out of the cluster, and networkPolicy.extraEgress is empty: allow them there." . $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Names are resolved over UDP, and over TCP when the answer is long. */ -}}
{{- define "spade.network.dns" -}}
- to: {{- toYaml .Values.networkPolicy.dnsTo | nindent 4 }}
  ports:
    {{- range .Values.networkPolicy.dnsPorts }}
    - port: {{ int . }}
      protocol: UDP
    - port: {{ int . }}
      protocol: TCP
    {{- end }}
{{- end -}}

{{- /* The database, and a pooler in front of it. */ -}}
{{- define "spade.network.database" -}}
{{- if .Values.externalDatabase.enabled }}
- ports:
    - port: {{ .Values.externalDatabase.port | int }}
      protocol: TCP
    {{- if and .Values.externalDatabase.poolerHost (ne (int .Values.externalDatabase.poolerPort) (int .Values.externalDatabase.port)) }}
    - port: {{ .Values.externalDatabase.poolerPort | int }}
      protocol: TCP
    {{- end }}
  {{- with .Values.networkPolicy.databaseTo }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- else }}
- to:
    - podSelector:
        matchLabels: {{- include "spade.selector" (dict "root" . "name" "spade-postgres") | nindent 10 }}
  ports:
    - port: 5432
      protocol: TCP
{{- end }}
{{- end -}}

{{- /* The collector of telemetry.otlpEndpoint. */ -}}
{{- define "spade.network.collector" -}}
{{- with .Values.telemetry.otlpEndpoint }}
{{- $url := urlParse . }}
- ports:
    - port: {{ regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) | int }}
      protocol: TCP
  {{- with $.Values.networkPolicy.collectorTo }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}
