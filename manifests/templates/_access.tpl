{{- /* The first administrator's key as a variable, for the processes that migrate the database. */ -}}
{{- define "spade.access.administratorKey" -}}
{{- with .Values.access.administratorKey -}}
{{- if .existingSecret -}}
- name: Access__AdministratorKey
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret | quote }}
      key: {{ .existingSecretKey | quote }}
{{- end -}}
{{- end -}}
{{- end -}}
