{{- /* The database's host, port, secret and connection string, without the password: Npgsql reads it from PGPASSWORD. */ -}}
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

{{- /* Direct, not through a pooler. */ -}}
{{- define "spade.database.directConnectionString" -}}
Host={{ include "spade.database.host" . }};Port={{ include "spade.database.port" . }}{{ include "spade.database.connectionParts" . }}
{{- end -}}

{{- /* For the services' pools. Not every pooler supports prepared statements in transaction mode; options can turn them on again. */ -}}
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
{{- fail "externalDatabase.options holds a password, which is not secret there: put it into the secret externalDatabase.existingSecret." -}}
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

{{- /* The password as a variable that Npgsql reads, because special characters could break a connection string. */ -}}
{{- define "spade.database.password" -}}
- name: PGPASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "spade.database.secret" . | quote }}
      key: {{ include "spade.database.secretKey" . | quote }}
{{- end -}}

{{- /* Mount of the certificate of externalDatabase.caSecret. */ -}}
{{- define "spade.database.caMount" -}}
{{- if and .Values.externalDatabase.enabled .Values.externalDatabase.caSecret -}}
- name: postgres-ca
  mountPath: /etc/spade/postgres-ca
  readOnly: true
{{- end -}}
{{- end -}}

{{- define "spade.database.caVolume" -}}
{{- if and .Values.externalDatabase.enabled .Values.externalDatabase.caSecret -}}
- name: postgres-ca
  secret:
    secretName: {{ .Values.externalDatabase.caSecret | quote }}
    items:
      - key: ca.crt
        path: ca.crt
{{- end -}}
{{- end -}}
