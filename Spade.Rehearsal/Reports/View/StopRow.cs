using System.Globalization;
using Spade.Rehearsal.Checks.Ledgers;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;
using Spade.Rehearsal.Reports.Figures;

namespace Spade.Rehearsal.Reports.View;

/// <summary>A stop on a scale of its own: as long as the grace period of its service, or as it took.</summary>
/// <param name="Life">The life that ended.</param>
/// <param name="Row">Its row of the ledger; null without.</param>
/// <param name="At">When it began, from the begin of the load.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Segments">Its phases.</param>
/// <param name="Limits">Limits of the budget, with their seconds.</param>
internal sealed record StopRow(
    LifeEntry Life, LedgerEntry? Row, string At, TimeSpan Took, IReadOnlyList<Segment> Segments, IReadOnlyList<Mark> Limits)
{
    // Room for the line and the text of the last limit.
    private const double Room = 1.07;

    /// <summary>How it ended, in words.</summary>
    public string Ending => Life switch
    {
        { EndedAt: null } => "still running",
        { Signal: "SIGKILL" } => $"killed, exit code {Code}",
        _ => $"exit code {Code}",
    };

    public bool IsBad => Life.ExitCode != 0 || Row is { State: not "stopped" };

    public string Work => Row is { InFlight: { } inFlight }
        ? $"{inFlight} in flight, {Number(Row.Begun)} begun; {Number(Row.Finished)} finished, {Number(Row.HandedOver)} handed over, "
            + $"{Number(Row.Aborted)} aborted"
        : "the ledger counts no work";

    public string Alternative => $"{Life.Replica}: {string.Join("; ", Segments.Select(segment => segment.Title))}. {Ending}.";

    private string Code => Life.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    /// <summary>The stops in order.</summary>
    public static IReadOnlyList<StopRow> Of(RunFacts facts, TimeAxis axis)
    {
        var rows = LedgerMatch.Of(facts);
        return
        [
            .. from life in facts.Lives
               let begin = life.StopBeganAt ?? life.SignalledAt ?? life.EndedAt
               where begin is not null
               orderby begin
               select Stop(life, begin.Value, rows.RowOf(life), facts, axis),
        ];
    }

    private static StopRow Stop(LifeEntry life, DateTimeOffset begin, LedgerEntry? row, RunFacts facts, TimeAxis axis)
    {
        var budget = facts.BudgetOf(life.Service);
        var took = (life.EndedAt ?? axis.To) - begin;
        var scale = Room * Math.Max(Math.Max(budget?.Grace ?? 0, took.TotalSeconds), 0.001);
        return new StopRow(
            life, row, axis.Offset(begin), took,
            [
                .. from phase in LifePhases.Of(life, budget, axis.To)
                   where phase.To > begin && phase.Kind >= PhaseKind.PreStop
                   let start = phase.From > begin ? phase.From : begin
                   select new Segment(
                       phase, Place(start), Place(phase.To) - Place(start),
                       $"{phase.Name} for {Words.Seconds((phase.To - start).TotalSeconds)}"),
            ],
            [
                .. from limit in BudgetLimits.Of(life, budget)
                   let seconds = (limit.At - begin).TotalSeconds
                   where seconds <= scale
                   select new Mark(
                       limit.Kind, Place(limit.At), IsSameAsGrace(limit) ? "" : Words.Seconds(seconds),
                       $"{limit.Name} ends {Words.Seconds(seconds)} after the begin of the stop"),
            ]);

        // Where the drain is all of the grace period, one text says both.
        bool IsSameAsGrace(BudgetLimit limit) =>
            limit.Kind == "limit-drain" && budget is not null && (limit.At - begin).TotalSeconds > budget.Grace - 1;

        double Place(DateTimeOffset at) => (at - begin).TotalSeconds / scale * 100;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
