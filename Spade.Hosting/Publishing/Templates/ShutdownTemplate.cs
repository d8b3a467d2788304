using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;
using Spade.Hosting;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes values of a service's shutdown budget. Three can be set; the template does the sums, refuses what does not add up, and
/// tells the processes.</summary>
internal sealed partial class ShutdownTemplate(PublishedModel model, PublishedService service, GracefulShutdownAnnotation budget)
{
    internal const string Section = "shutdown";
    internal const string Action = $"{Section}.preStopAction";

    /// <summary>Variables that the template computes, and the terms that they stand for.</summary>
    private static readonly Dictionary<string, Func<GracefulShutdownAnnotation, TimeSpan>> Terms = new()
    {
        ["Shutdown__PreStop"] = budget => budget.PreStop,
        ["Shutdown__LameDuck"] = budget => budget.LameDuck,
        ["Shutdown__InFlight"] = budget => budget.InFlight,
        ["Shutdown__Close"] = budget => budget.Close,
        ["Shutdown__Margin"] = budget => budget.Margin,
        ["Shutdown__GracePeriod"] = budget => budget.GracePeriod,
    };

    private string Path => $"{Section}.{service.Key}";

    private string Helper => $"{model.Names.Chart}.{service.Key}.shutdown";

    /// <summary>A drain of part seconds is rounded up; the slack gives way.</summary>
    private double Slack => Math.Max(0, (budget.GracePeriod - budget.PreStop).TotalSeconds - Math.Ceiling(budget.Drain.TotalSeconds));

    internal static IEnumerable<string> Names => Terms.Keys;

    internal static ShutdownTemplate? For(PublishedModel model, PublishedService service) =>
        service.Resource.Annotations.OfType<GracefulShutdownAnnotation>().LastOrDefault() is { } budget ? new(model, service, budget) : null;

    internal static void AddSharedValues(ChartValues values)
    {
        values.Section(
            Section,
            "How pods stop. Kubernetes counts the grace period from the delete, and preStop spends it too:\n"
            + "  gracePeriodSeconds >= preStopSeconds + drainSeconds\n"
            + "The services get these numbers as variables (Shutdown__…), so they and Kubernetes cannot differ.");
        values.Add(
            Action, Scalar.Of("exec"),
            "What waits before SIGTERM: exec (sh and sleep, which the image must have), or sleep (Kubernetes 1.30 or newer; an older kubelet\n"
            + "ignores it without a word).", ValueSchema.OneOf("exec", "sleep"));
    }

    /// <summary>Removes the variables that the template computes from those that are set.</summary>
    internal void TakeVariables(Mapping config)
    {
        foreach (var (name, term) in Terms)
        {
            if (config[name] is not Scalar given)
                continue;
            if (Seconds(given.Text) != term(budget).TotalSeconds)
            {
                throw new DistributedApplicationException(
                    $"'{service.Resource.Name}': {name} is set to {given.Text}, but the shutdown budget says {Text(term(budget))} s. "
                    + "Change the budget; the variable follows it.");
            }

            config.Replace(name);
        }
    }

    internal void Apply(Mapping pod, Mapping container, ChartValues values)
    {
        values.Section(Path, $"{service.Name}.");
        ApplyPreStop(container, values);
        values.Add(
            $"{Path}.drainSeconds", Scalar.Of((long)Math.Ceiling(budget.Drain.TotalSeconds)),
            $"SIGTERM to exit: lame duck {Text(budget.LameDuck)} + work in flight {Text(budget.InFlight)} + close {Text(budget.Close)} "
            + $"+ margin {Text(budget.Margin)}.\n"
            + $"Work in flight is the term that gives way when this is changed{LongestStep()}.", ValueSchema.Integer(1, 3600));
        values.Add(
            $"{Path}.gracePeriodSeconds", GracePeriod(pod),
            $"Delete to SIGKILL (terminationGracePeriodSeconds). null: the sum of the two above{(Slack > 0 ? $" and {Text(Slack)} more" : "")}. "
            + "A number that is less than their\nsum is refused.",
            ValueSchema.IntegerOrNull(1));
        pod.Set("terminationGracePeriodSeconds", new Expression($"(include \"{Helper}\" . | fromYaml).Shutdown__GracePeriod | int"),
            "Delete to SIGKILL. preStop spends it too.");
    }

    /// <summary>In the pods' template and not in the config map: a rollout that is undone brings back the old template, and must not pair
    /// its grace period with the numbers of today.</summary>
    internal Insert Variables() => new(
        $"include \"{model.Names.Chart}.variables\" (include \"{Helper}\" . | fromYaml) | trim",
        $"From {Path}: what Kubernetes is told too, in this same template, so that both roll and are undone together.");

    /// <summary>Fixed terms are the budget's, not values: a service that says how long its ledger takes knows it better than a cluster.</summary>
    internal string HelperDefinition() => $$$"""
        {{- define "{{{Helper}}}" -}}
        {{- include "{{{model.Names.Chart}}}.shutdown" (dict "name" "{{{service.Key}}}" "values" .Values.{{{Path}}} "lameDuck" {{{Text(budget.LameDuck)}}} "close" {{{Text(budget.Close)}}} "margin" {{{Text(budget.Margin)}}} "longestStep" {{{Text(budget.LongestStep)}}} "slack" {{{Text(Slack)}}}) -}}
        {{- end -}}
        """;

    private string LongestStep() =>
        budget.LongestStep == TimeSpan.Zero ? "" : $"; it must stay above {Text(budget.LongestStep)}, the longest step";

    /// <summary>A number that a callback set instead of the budget's comes out, as the value's default.</summary>
    private Scalar GracePeriod(Mapping pod) =>
        pod["terminationGracePeriodSeconds"] is Scalar given && Seconds(given.Text) != budget.GracePeriod.TotalSeconds ? given : Scalar.Null;

    private void ApplyPreStop(Mapping container, ChartValues values)
    {
        var lifecycle = container["lifecycle"] as Mapping;
        var preStop = lifecycle?["preStop"] as Mapping;
        var (seconds, action) = Pause(preStop);
        const string Meaning = "Time between the delete and SIGTERM: load balancers learn of the delete beside the pod, not before. 0: none.";
        if (action is null)
        {
            values.Add(
                $"{Path}.preStopSeconds", Scalar.Of((long)budget.PreStop.TotalSeconds),
                "Time that the preStop hook may take; the hook itself is the application's own. It counts in the sum.", ValueSchema.Integer(0, 3600));
            return;
        }

        values.Add($"{Path}.preStopSeconds", Scalar.Of(seconds), Meaning, ValueSchema.Integer(0, 3600));
        var hook = new Block(
            $"if gt (int .Values.{Path}.preStopSeconds) 0",
            WithPostStart(lifecycle, $"include \"{model.Names.Chart}.preStop\" (dict \"seconds\" .Values.{Path}.preStopSeconds \"action\" {action})"));
        if (lifecycle?["postStart"] is not null)
            lifecycle.Replace("preStop", hook);
        else if (lifecycle is not null)
            container.Replace("lifecycle", hook);
        else
            container.InsertBefore("resources", hook);
    }

    private static Entry WithPostStart(Mapping? lifecycle, string code)
    {
        const string Why = "Waits before SIGTERM, so that nobody new comes when it arrives.";
        return lifecycle?["postStart"] is null
            ? new Entry("lifecycle", new Mapping().Set("preStop", new Fragment(code)), Why)
            : new Entry("preStop", new Fragment(code), Why);
    }

    /// <summary>The length of a pause and the expression for its kind; no kind when the hook is something else than a pause.</summary>
    private static (long Seconds, string? Action) Pause(Mapping? preStop)
    {
        if (preStop is null)
            return (0, $".Values.{Action}");
        if (preStop.At("sleep")?["seconds"] is Scalar seconds)
            return ((long)Seconds(seconds.Text), "\"sleep\"");
        if (preStop.At("exec")?["command"] is Sequence command
            && command.Values.OfType<Scalar>().Select(word => word.Text).ToList() is ["sh" or "/bin/sh", "-c", var script]
            && SleepCommand().Match(script) is { Success: true } match)
        {
            return (long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), $".Values.{Action}");
        }

        return (0, null);
    }

    /// <summary>As the services read it: seconds, or <c>hh:mm:ss</c>.</summary>
    private static double Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.TotalSeconds
        : double.NaN;

    private static string Text(TimeSpan time) => Text(time.TotalSeconds);

    private static string Text(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^sleep (\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex SleepCommand();
}
