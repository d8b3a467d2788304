{{- /* Name of the objects of `helm test`. */ -}}
{{- define "spade.test.name" -}}
{{ .Chart.Name }}-test
{{- end -}}
