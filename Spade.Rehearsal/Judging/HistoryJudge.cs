using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spectre.Console;

namespace Spade.Rehearsal.Judging;

/// <summary>Judges by <see cref="AllChecks"/>.</summary>
internal sealed class HistoryJudge(IAnsiConsole console, CheckOptions options) : IJudge
{
    /// <summary>Name of the history file in the folder of a run.</summary>
    internal const string FileName = "history.jsonl";

    public Task<bool> JudgeAsync(IReadOnlyList<HistoryEntry> history, string folder, CancellationToken cancellationToken)
    {
        using var writer = new HistoryWriter(Path.Combine(folder, FileName));
        foreach (var entry in history)
            writer.Add(entry);
        writer.Complete();
        var judgement = Judge.Of(history, options);
        foreach (var check in judgement.Checks)
        {
            console.WriteLine($"{check.Name,-22} {check.Result}, {check.Examined} {check.Unit}{(check.Missing is { } missing ? $": {missing}" : "")}");
            foreach (var finding in check.Findings.Take(5))
                console.WriteLine($"    {finding}");
        }

        console.WriteLine($"{judgement.Verdict}. The history is {Path.Combine(folder, FileName)}.");
        return Task.FromResult(judgement.Verdict == Verdict.Certified);
    }
}
