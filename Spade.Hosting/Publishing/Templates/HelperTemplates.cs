using Aspire.Hosting.Publishing.Reading;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>The named templates that the others use.</summary>
internal static class HelperTemplates
{
    internal static string File(PublishedModel model, IEnumerable<string> more) =>
        $"{OutputFolder.Mark}\n\n{string.Join("\n\n", [General(model.Names.Chart), Shutdown(model.Names.Chart), .. more])}\n";

    private static string General(string chart) => $$$"""
        {{- /* Label helm.sh/chart. A plus sign of a version is not allowed in labels. */ -}}
        {{- define "{{{chart}}}.chart" -}}
        {{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
        {{- end -}}

        {{- /* An image. image: its values; chart: the chart, whose appVersion is the tag that is not set. */ -}}
        {{- define "{{{chart}}}.image" -}}
        {{- $tag := .image.tag | default .chart.AppVersion -}}
        {{- printf "%s%s%s" .image.repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag | quote -}}
        {{- end -}}

        {{- /* Variables from values. config: the variables; path: where they are; taken: names that the chart sets itself,
               however they are spelt: the services do not tell upper from lower case. A number becomes the text that it looks like: Helm
               itself would write a large one as 1e+08. */ -}}
        {{- define "{{{chart}}}.config" -}}
        {{- $taken := .taken | join " " | lower | splitList " " }}
        {{- range $name, $value := .config }}
        {{- if has (lower $name) $taken }}
        {{- fail (printf "\n\n%s.%s is not to be set: the chart sets it itself, from other values. Remove it and set those." $.path $name) }}
        {{- end }}
        {{ $name }}: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
        {{- end }}
        {{- end -}}

        {{- /* The most pods of an autoscaler, checked. values: its values; path: where they are. */ -}}
        {{- define "{{{chart}}}.maxReplicas" -}}
        {{- if gt (int .values.minReplicas) (int .values.maxReplicas) -}}
        {{- fail (printf "\n\n%s.minReplicas %d is more than maxReplicas %d: lower the one or raise the other." .path (int .values.minReplicas) (int .values.maxReplicas)) -}}
        {{- end -}}
        {{- int .values.maxReplicas -}}
        {{- end -}}

        {{- /* Variables as a container has them. */ -}}
        {{- define "{{{chart}}}.variables" -}}
        {{- range $name, $value := . }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
        {{- end -}}
        """;

    private static string Shutdown(string chart) => $$$"""
        {{- /* The handler of a preStop hook, exactly one. seconds: how long it waits; action: exec or sleep. */ -}}
        {{- define "{{{chart}}}.preStop" -}}
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
        {{- define "{{{chart}}}.shutdown" -}}
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
        """;
}
