{{- /* Checked maximum number of pods of an autoscaler. values: its values; path: their path. */ -}}
{{- define "spade.maxReplicas" -}}
{{- if gt (int .values.minReplicas) (int .values.maxReplicas) -}}
{{- fail (printf "\n\n%s.minReplicas %d is more than maxReplicas %d: lower the one or raise the other." .path (int .values.minReplicas) (int .values.maxReplicas)) -}}
{{- end -}}
{{ int .values.maxReplicas }}
{{- end -}}

{{- /* Fails instead of removing spec.replicas from the Deployment if that would stop all pods but one.

       With an autoscaler the Deployment sets no number. The default is 1, so the current number must survive when Helm drops the field:
         server-side apply (Helm 4)      removes a field that has no other owner. The autoscaler or `kubectl scale` owns it after a
                                         change; before that, another owner has to be set.
         client-side apply (Helm 3)      removes a field that the last manifest had and this one lacks, whatever its owner.
       The cluster's number never gets into the rendering: the check only passes or fails. With `helm template` and `--dry-run=client`
       there is no cluster to ask, and `helm rollback` renders nothing: see docs/runbook.md.

       root, key, service: as in _service.tpl. */ -}}
{{- define "spade.checkHandover" -}}
{{- $name := .service.name -}}
{{- $section := ternary "autoscaling" "queueAutoscaling" (index .root.Values .key).autoscaling.enabled -}}
{{- $namespace := .root.Release.Namespace -}}
{{- $deployment := lookup "apps/v1" "Deployment" $namespace $name -}}
{{- $replicas := dig "spec" "replicas" 0 $deployment | int -}}
{{- if gt $replicas 1 -}}
  {{- $isServerSide := false -}}
  {{- $isOwned := false -}}
  {{- $isKept := false -}}
  {{- range dig "metadata" "managedFields" list $deployment -}}
    {{- $spec := dig "fieldsV1" "f:spec" dict . -}}
    {{- if and (eq .operation "Apply") (hasKey $spec "f:template") -}}
      {{- $isServerSide = true -}}
    {{- end -}}
    {{- if hasKey $spec "f:replicas" -}}
      {{- $isOwned = true -}}
      {{- if or (eq (dig "subresource" "" .) "scale") (eq .manager "spade-scaling") -}}
        {{- $isKept = true -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- if and $isServerSide (not (hasPrefix "v3." .root.Capabilities.HelmVersion.Version)) -}}
    {{- if and $isOwned (not $isKept) -}}
      {{- $object := dict "apiVersion" "apps/v1" "kind" "Deployment" "metadata" (dict "name" $name) "spec" (dict "replicas" $replicas) -}}
      {{- fail (printf "\n\n%s.%s.enabled is true, and Helm alone owns the number of pods of deployment/%s, %d: it would drop to 1. Hand it over, and run this again:\n\n  echo '%s' |\n    kubectl --namespace %s apply --server-side --field-manager=spade-scaling --validate=false -f -\n" .key $section $name $replicas (toJson $object) $namespace) -}}
    {{- end -}}
  {{- else if ne (dig "metadata" "annotations" "spade/replicas" "" $deployment) "autoscaler" -}}
    {{- fail (printf "\n\n%s.%s.enabled is true, and deployment/%s is applied client-side, where its number of pods, %d, would drop to 1. Use Helm 4, make the release a server-side one with the autoscaler off, and run this again:\n\n  helm upgrade %s CHART --namespace %s --reset-then-reuse-values --server-side=true --set %s.%s.enabled=false,%s.replicas=%d\n" .key $section $name $replicas .root.Release.Name $namespace .key $section .key $replicas) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- /* "true" when an autoscaler owns a service's number of pods. values: the service's section. */ -}}
{{- define "spade.isScaled" -}}
{{- if or .values.autoscaling.enabled (dig "queueAutoscaling" "enabled" false .values) }}true{{ end -}}
{{- end -}}

{{- /* Behaviour of both autoscalers. root, key, service: as in _service.tpl. */ -}}
{{- define "spade.scalingBehavior" -}}
scaleDown:
  stabilizationWindowSeconds: 300
  # One pod per grace period, because a stopping pod still works and holds database connections but is no longer counted.
  # Kubernetes allows 1800 at most.
  policies:
    - type: Pods
      value: 1
      periodSeconds: {{ max 60 (include "spade.service.gracePeriod" . | int) | min 1800 }}
{{- end -}}

{{- /* Host that KEDA asks, in full: KEDA is in another namespace. root, key. */ -}}
{{- define "spade.scaling.host" -}}
{{- $host := include "spade.database.host" .root -}}
{{- if not .root.Values.externalDatabase.enabled -}}
{{ printf "%s.%s.svc.%s" $host .root.Release.Namespace .root.Values.access.clusterDomain }}
{{- else if not (regexMatch "[.:]" $host) -}}
{{- fail (printf "\n\n%s.queueAutoscaling.enabled is true, and externalDatabase.host is %s, which KEDA would look for in its own namespace: write it in full, such as %s.%s.svc.%s." .key $host $host .root.Release.Namespace .root.Values.access.clusterDomain) -}}
{{- else -}}
{{ $host }}
{{- end -}}
{{- end -}}

{{- /* libpq's name of the encryption with which KEDA connects. root: the chart's context; key: the service's; scaling: its section. */ -}}
{{- define "spade.scaling.sslMode" -}}
{{- $database := .root.Values.externalDatabase -}}
{{- if .scaling.sslMode -}}
{{ .scaling.sslMode }}
{{- else if not $database.enabled -}}
disable
{{- else if $database.caSecret -}}
{{- fail (printf "\n\n%s.queueAutoscaling.enabled is true, and KEDA does not have the certificate of externalDatabase.caSecret: set %s.queueAutoscaling.sslMode to require, or to verify-full if KEDA trusts its authority." .key .key) -}}
{{- else -}}
{{ $database.sslMode | kebabcase | replace "verify-c-a" "verify-ca" }}
{{- end -}}
{{- end -}}
