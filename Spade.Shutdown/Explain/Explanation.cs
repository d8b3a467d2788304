using System.Globalization;
using System.Text;
using Spade.Shutdown.Budget;

namespace Spade.Shutdown.Explain;

/// <summary>What <c>explain</c> prints about one service: its stop from the delete to SIGKILL, and its connections. Computed from the
/// configured budget, which is the one that the service itself uses.</summary>
internal sealed class Explanation(ShutdownBudget budget, IEnumerable<ConnectionUse> connections)
{
    private const int Width = 70;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{budget.Service}: from the delete to SIGKILL\n\n");
        text.Append(CultureInfo.InvariantCulture, $"  {"since delete",12}  {"since SIGTERM",13}\n");
        foreach (var moment in Moments())
            text.Append(CultureInfo.InvariantCulture, $"  {Seconds(moment.At),12}  {SinceSignal(moment.At),13}  {moment.What}\n");
        text.Append('\n').Append(Bar());
        text.Append(CultureInfo.InvariantCulture, $"\n  {budget}\n");
        text.Append(CultureInfo.InvariantCulture, $"  slack {Seconds(budget.Slack)}, beside a margin of {Seconds(budget.Margin)}\n");
        return text.Append(Connections()).ToString();
    }

    private IEnumerable<(TimeSpan At, string What)> Moments()
    {
        var signal = budget.PreStop;
        var closes = signal + budget.LameDuck;
        var ends = closes + budget.InFlight;
        if (budget.PreStop > TimeSpan.Zero)
            yield return (TimeSpan.Zero, "delete: preStop begins, and the endpoints are told to send nothing more");
        yield return (signal, budget.LameDuck > TimeSpan.Zero
            ? "SIGTERM: readiness answers 503; all else is served, and every response closes its connection"
            : "SIGTERM: readiness answers 503; nothing new is taken on");
        if (budget.LameDuck > TimeSpan.Zero)
            yield return (closes, "the listener closes; what is in flight may end, and the process exits as soon as nothing is");
        yield return (ends - budget.InFlight * 0.2, "what still runs is named in the log");
        yield return (ends, "what still runs is cut: the exit code will be 3");
        yield return (ends + budget.Close / 2, "what does not even stop then is not waited for any more");
        yield return (ends + budget.Close, "the process has exited");
        yield return (budget.GracePeriod, "SIGKILL");
    }

    /// <summary>The same as a bar: one letter for each second, or for every few seconds.</summary>
    private string Bar()
    {
        var scale = (int)Math.Ceiling(budget.GracePeriod.TotalSeconds / Width);
        (char Letter, string Name, TimeSpan Time)[] parts =
        [
            ('P', "preStop", budget.PreStop), ('L', "lame duck", budget.LameDuck), ('I', "in flight", budget.InFlight),
            ('C', "close", budget.Close), ('M', "margin", budget.Margin), ('.', "slack", budget.Slack),
        ];
        var shown = parts.Where(part => part.Time > TimeSpan.Zero).ToList();
        var bar = string.Concat(shown.Select(part => new string(part.Letter, Letters(part.Time, scale))));
        var legend = string.Join("  ", shown.Select(part => $"{part.Letter} {part.Name}"));
        return string.Create(CultureInfo.InvariantCulture, $"  {bar}\n  {legend}   (a letter is {scale} s)\n");
    }

    private static int Letters(TimeSpan time, int scale) => Math.Max(1, (int)Math.Round(time.TotalSeconds / scale));

    private string Connections()
    {
        var uses = connections.ToList();
        var terms = string.Join(" + ", uses.Select(use => string.Create(CultureInfo.InvariantCulture, $"{use.What} {use.Connections}")));
        return string.Create(
            CultureInfo.InvariantCulture, $"  connections of one process: {terms} = {uses.Sum(use => use.Connections)}\n");
    }

    private string SinceSignal(TimeSpan at) => at < budget.PreStop ? "" : Seconds(at - budget.PreStop);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
