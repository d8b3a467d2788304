using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Judging;

/// <summary>Judges a rehearsal by its history.</summary>
internal interface IJudge
{
    /// <summary>Checks the history, writes the reports to a folder, and prints the verdict.</summary>
    /// <returns>Whether the restart is certified.</returns>
    Task<bool> JudgeAsync(IReadOnlyList<HistoryEntry> history, string folder, CancellationToken cancellationToken);
}
