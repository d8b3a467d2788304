using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Reports.Certificates;
using Spade.Rehearsal.Reports.Terminal;
using Spade.Rehearsal.Reports.View;
using Spectre.Console;

namespace Spade.Rehearsal.Judging;

/// <summary>From a history to its verdict: writes the history, the certificate and the restart view, and prints the final table.</summary>
internal static class HistoryJudge
{
    internal const string History = "history.jsonl", Certified = "certificate.json", View = "report.html";

    /// <summary>Returns the verdict.</summary>
    internal static async Task<Verdict> JudgeAsync(
        IReadOnlyList<HistoryEntry> entries, CheckOptions options, string folder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var history = new HistoryFile(entries, Write(entries, Path.Combine(folder, History)));
        var judgement = Judge.Of(entries, options);
        await CertificateFile.WriteAsync(Path.Combine(folder, Certified), Certificate.Of(history, options, judgement), cancellationToken);
        await RestartView.WriteAsync(Path.Combine(folder, View), history, judgement, cancellationToken);
        FinalTable.Write(console, entries, judgement);
        console.WriteLine($"Report: {Path.Combine(folder, View)}");
        return judgement.Verdict;
    }

    /// <summary>Keeps what there is of a history that cannot be judged; returns its file.</summary>
    internal static string Keep(IReadOnlyList<HistoryEntry> entries, string folder)
    {
        var file = Path.Combine(folder, History);
        Write(entries, file);
        return file;
    }

    private static string Write(IReadOnlyList<HistoryEntry> entries, string file)
    {
        using var writer = new HistoryWriter(file);
        foreach (var entry in entries)
            writer.Add(entry);
        return writer.Complete();
    }
}
