using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;
using Spade.Rehearsal.Reports.Figures;

namespace Spade.Rehearsal.Reports.Certificates;

/// <summary>The result of a rehearsal for machines: what was rehearsed, what was counted, and every check. The hash binds it to its
/// history, from which it can be made again.</summary>
/// <param name="Format">Name and version of this format.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="NotChecked">Names of the checks that could not be made, waived ones included.</param>
/// <param name="BeganAt">Begin of the load.</param>
/// <param name="Seconds">How long the load was meant to last; null when that is not known.</param>
/// <param name="Target">What was restarted.</param>
/// <param name="Seed">Seed of the load's choices.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Versions">Version of each program, by name.</param>
/// <param name="Settings">Options of the run, by name.</param>
/// <param name="Budgets">Shutdown budget of each service, in seconds.</param>
/// <param name="Limits">Limits of the checks.</param>
/// <param name="Counts">Every count.</param>
/// <param name="ErrorBudget">What the rehearsal would have cost.</param>
/// <param name="Checks">Every check with its result.</param>
/// <param name="History">The history that was judged.</param>
/// <param name="WayBack">Whether the release can be rolled back, in a sentence; null when the old version was not rolled out again.</param>
internal sealed record Certificate(
    string Format, Verdict Verdict, IReadOnlyList<string> NotChecked, DateTimeOffset BeganAt, double? Seconds, string? Target, int? Seed,
    CertifiedSchedule? Schedule, IReadOnlyDictionary<string, string> Versions, IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, ServiceBudget> Budgets, CertifiedLimits Limits, Counts Counts, CertifiedErrorBudget ErrorBudget,
    IReadOnlyList<CheckOutcome> Checks, CertifiedHistory History, string? WayBack)
{
    public const string CurrentFormat = "spade-rehearsal/1";

    /// <param name="history">The history, and its hash.</param>
    /// <param name="options">The options that it was judged by.</param>
    /// <param name="judgement">The judgement.</param>
    public static Certificate Of(HistoryFile history, CheckOptions options, Judgement judgement)
    {
        var facts = new RunFacts(history.Entries);
        var run = facts.Run;
        return new Certificate(
            CurrentFormat, judgement.Verdict,
            [.. judgement.Checks.Where(check => check.Result == CheckResult.NotChecked).Select(check => check.Name)],
            facts.BeganAt, run?.Duration?.TotalSeconds, run?.Target, run?.Seed,
            run is null ? null : new CertifiedSchedule(run.Schedule, run.ScheduleText),
            run?.Versions ?? new Dictionary<string, string>(), run?.Settings ?? new Dictionary<string, string>(),
            run?.Budgets ?? new Dictionary<string, ServiceBudget>(), CertifiedLimits.Of(options), Counts.Of(facts),
            CertifiedErrorBudget.Of(judgement.ErrorBudget), judgement.Checks, new CertifiedHistory(history.Entries.Count, history.Sha256),
            Figures.WayBack.Of(facts, judgement));
    }
}

/// <summary>The schedule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The schedule as it was read.</param>
internal sealed record CertifiedSchedule(string Name, string Text);

/// <summary>The history file.</summary>
/// <param name="Entries">Its lines.</param>
/// <param name="Sha256">Its SHA-256, hexadecimal.</param>
internal sealed record CertifiedHistory(int Entries, string Sha256);
