{{- /* The most pods of an autoscaler, checked. values: its values; path: where they are. */ -}}
{{- define "spade.maxReplicas" -}}
{{- if gt (int .values.minReplicas) (int .values.maxReplicas) -}}
{{- fail (printf "\n\n%s.minReplicas %d is more than maxReplicas %d: lower the one or raise the other." .path (int .values.minReplicas) (int .values.maxReplicas)) -}}
{{- end -}}
{{ int .values.maxReplicas }}
{{- end -}}

{{- /* Refuses to take spec.replicas out of the Deployment where that would stop all pods but one.

       Under an autoscaler the Deployment says no number. A Deployment without one has 1, so the number must survive that Helm drops it:
         server-side apply (Helm 4)      a field goes when nobody else owns it. The autoscaler owns it once it has changed it, and
                                         `kubectl scale` too; before that somebody has to be made its owner.
         client-side apply (Helm 3)      a field goes when the last manifest had it and this one has not, whoever owns it.
       The cluster is asked for no number: either the chart is rendered as it would be without the question, or not at all. There is nothing
       to ask with `helm template` and `--dry-run=client`; `helm rollback` renders nothing, so it is the runbook's (docs/runbook.md).

       root, key, service: as in _service.tpl. */ -}}
{{- define "spade.checkHandover" -}}
{{- $name := .service.name -}}
{{- $namespace := .root.Release.Namespace -}}
{{- $deployment := lookup "apps/v1" "Deployment" $namespace $name -}}
{{- $replicas := dig "spec" "replicas" 0 $deployment | int -}}
{{- if gt $replicas 1 -}}
  {{- $isServerSide := false -}}
  {{- $isOwned := false -}}
  {{- $isHandedOver := false -}}
  {{- range dig "metadata" "managedFields" list $deployment -}}
    {{- $spec := dig "fieldsV1" "f:spec" dict . -}}
    {{- if and (eq .operation "Apply") (hasKey $spec "f:template") -}}
      {{- $isServerSide = true -}}
    {{- end -}}
    {{- if hasKey $spec "f:replicas" -}}
      {{- $isOwned = true -}}
      {{- if or (eq (dig "subresource" "" .) "scale") (eq .manager "spade-scaling") -}}
        {{- $isHandedOver = true -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- if and $isServerSide (not (hasPrefix "v3." .root.Capabilities.HelmVersion.Version)) -}}
    {{- if and $isOwned (not $isHandedOver) -}}
      {{- $object := dict "apiVersion" "apps/v1" "kind" "Deployment" "metadata" (dict "name" $name) "spec" (dict "replicas" $replicas) -}}
      {{- fail (printf "\n\n%s.autoscaling.enabled is true, and Helm alone owns the number of pods of deployment/%s, %d: it would drop to 1. Hand it over, and run this again:\n\n  echo '%s' |\n    kubectl --namespace %s apply --server-side --field-manager=spade-scaling --validate=false -f -\n" .key $name $replicas (toJson $object) $namespace) -}}
    {{- end -}}
  {{- else if ne (dig "metadata" "annotations" "spade/replicas" "" $deployment) "autoscaler" -}}
    {{- fail (printf "\n\n%s.autoscaling.enabled is true, and deployment/%s is applied client-side, where its number of pods, %d, would drop to 1. Use Helm 4, make the release a server-side one with the autoscaler off, and run this again:\n\n  helm upgrade %s CHART --namespace %s --reset-then-reuse-values --server-side=true --set %s.autoscaling.enabled=false,%s.replicas=%d\n" .key $name $replicas .root.Release.Name $namespace .key .key $replicas) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
