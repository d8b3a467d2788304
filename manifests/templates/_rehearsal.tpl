{{- /* Name of the objects of the rehearsal. */ -}}
{{- define "spade.rehearsal.name" -}}
{{ .Chart.Name }}-rehearsal
{{- end -}}

{{- /* Annotations of what the rehearsal's job needs. It goes with the end of the job, so that nobody holds its rights in between. */ -}}
{{- define "spade.rehearsal.hook" -}}
helm.sh/hook: post-upgrade
# Before the job.
helm.sh/hook-weight: "-1"
helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded,hook-failed"
{{- end -}}
