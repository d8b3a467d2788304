using System.Globalization;
using Spade.Rehearsal.Checks.Ledgers;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.View;

/// <summary>A part of a bar.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Left">Begin, in percent.</param>
/// <param name="Width">Length, in percent.</param>
/// <param name="Title">It in words.</param>
internal sealed record Segment(Phase Phase, double Left, double Width, string Title);

/// <summary>A moment of a life, or a limit of its budget.</summary>
/// <param name="Kind">Class: <c>signal</c>, <c>exit</c>, <c>kill</c>, or the limit's name.</param>
/// <param name="Left">Place, in percent.</param>
/// <param name="Text">Text at the mark.</param>
/// <param name="Title">It in words.</param>
internal sealed record Mark(string Kind, double Left, string Text, string Title);

/// <summary>The lane of a replica with each of its lives.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Service">Its service.</param>
/// <param name="Segments">Phases of its lives.</param>
/// <param name="Marks">Signals and ends.</param>
/// <param name="Limits">Limits of the budget, as lines.</param>
internal sealed record Lane(
    string Replica, string Service, IReadOnlyList<Segment> Segments, IReadOnlyList<Mark> Marks, IReadOnlyList<Mark> Limits)
{
    /// <summary>The lane for those who do not see it.</summary>
    public string Alternative => $"{Replica}: {string.Join("; ", Segments.Select(segment => segment.Title))}.";

    /// <summary>The lanes, those of a service together.</summary>
    public static IReadOnlyList<Lane> Of(RunFacts facts, TimeAxis axis)
    {
        var rows = LedgerMatch.Of(facts);
        return
        [
            .. from life in facts.Lives
               group life by (life.Service, life.Replica) into replica
               orderby replica.Key.Service, replica.Key.Replica.Length, replica.Key.Replica
               let lives = replica.OrderBy(life => life.StartedAt).ToList()
               select new Lane(
                   replica.Key.Replica, replica.Key.Service, [.. lives.SelectMany(life => SegmentsOf(life, facts, axis))],
                   [.. lives.SelectMany(life => MarksOf(life, rows.RowOf(life), axis))],
                   [.. lives.SelectMany(life => LimitsOf(life, facts.BudgetOf(life.Service), axis))]),
        ];
    }

    private static IEnumerable<Segment> SegmentsOf(LifeEntry life, RunFacts facts, TimeAxis axis) =>
        from phase in LifePhases.Of(life, facts.BudgetOf(life.Service), axis.To)
        where phase.To > axis.From
        let left = axis.Place(phase.From)
        select new Segment(
            phase, left, axis.Place(phase.To) - left, $"{phase.Name} from {axis.Offset(phase.From)} to {axis.Offset(phase.To)}");

    private static IEnumerable<Mark> MarksOf(LifeEntry life, LedgerEntry? row, TimeAxis axis)
    {
        if (life.SignalledAt is { } signal && axis.Contains(signal))
        {
            var inFlight = row?.InFlight?.ToString(CultureInfo.InvariantCulture);
            yield return new Mark(
                life.Signal == "SIGKILL" ? "kill" : "signal", axis.Place(signal), inFlight ?? "",
                $"{life.Signal ?? "signal"} at {axis.Offset(signal)}{(inFlight is null ? "" : $" with {inFlight} in flight")}");
        }

        if (life.EndedAt is { } ended && axis.Contains(ended))
        {
            yield return new Mark(
                life.ExitCode == 0 ? "exit" : "exit bad", axis.Place(ended), life.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "?",
                $"ended at {axis.Offset(ended)}, exit code {life.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}");
        }
    }

    private static IEnumerable<Mark> LimitsOf(LifeEntry life, ServiceBudget? budget, TimeAxis axis) =>
        from limit in BudgetLimits.Of(life, budget)
        where axis.Contains(limit.At)
        select new Mark(limit.Kind, axis.Place(limit.At), "", $"{limit.Name} ends at {axis.Offset(limit.At)}");
}
