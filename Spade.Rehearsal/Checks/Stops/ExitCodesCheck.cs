using System.Globalization;
using Spade.Rehearsal.Checks.Ledgers;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>Exit codes are honest, and say that nothing was cut: 0 after SIGTERM or SIGINT, 137 only where a step killed.</summary>
internal sealed class ExitCodesCheck : ICheck
{
    private const int Killed = 137;
    private const int Terminated = 143;

    public string Name => "exit-codes";

    public string Sentence => "Every process that was told to stop exited with 0, as it meant to; only what a step killed was killed.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("exits", Stop.NotWatched);
        var ended = facts.Lives.Where(life => life.EndedAt is not null).ToList();
        var rows = LedgerMatch.Of(facts);
        var unseen = ended.Where(life => life.ExitCode is null).Select(Stop.Name).ToList();
        return new Examination(
            ended.Count, "exits",
            from life in ended
            let what = Wrong(life, facts, options) ?? Lie(life, rows.RowOf(life), facts, options)
            where what is not null
            select new Finding(what, life.Name(), life.EndedAt, life.Replica),
            unseen.Count == 0 ? null : $"the exit code of {string.Join(", ", unseen.Take(5))} was not seen");
    }

    private static string? Wrong(LifeEntry life, RunFacts facts, CheckOptions options) => life.ExitCode switch
    {
        null => null,
        _ when IsKilledByAStep(life, facts, options) => life.ExitCode == Killed
            ? null
            : $"exit code {life.ExitCode}, although a step killed it",
        Killed => $"it was killed (exit code {Killed}), and no step did that",
        // Before .NET listens for signals, the default action ends the process.
        Terminated when life.ReadyAt is null && life.Signal == "SIGTERM" => null,
        _ when life is { Signal: null, StopBeganAt: null } => $"it ended by itself, with exit code {life.ExitCode}",
        0 => null,
        3 => $"exit code 3 after {Cause(life)}: work was cut",
        _ => string.Create(CultureInfo.InvariantCulture, $"exit code {life.ExitCode} after {Cause(life)}; it must be 0"),
    };

    private static string? Lie(LifeEntry life, LedgerEntry? row, RunFacts facts, CheckOptions options) =>
        row?.ExitCodeIntended is { } intended && life.ExitCode is { } code && intended != code && !IsKilledByAStep(life, facts, options)
            ? $"exit code {code}, and the ledger says that it meant to exit with {intended}"
            : null;

    private static string Cause(LifeEntry life) => life.Signal ?? "its stop began";

    /// <summary>SIGKILL is also how an overdue stop ends, so a step has to have been at work, and no stop has to have begun.</summary>
    private static bool IsKilledByAStep(LifeEntry life, RunFacts facts, CheckOptions options) =>
        life is { Signal: "SIGKILL", SignalledAt: { } at, StopBeganAt: null }
        && facts.Steps.Any(step => step.Name.StartsWith("kill", StringComparison.OrdinalIgnoreCase)
            && step.BeganAt - options.Tolerance <= at && at <= (step.EndedAt ?? facts.EndedAt) + options.Tolerance);
}
