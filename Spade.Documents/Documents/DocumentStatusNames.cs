namespace Spade.Documents.Documents;

/// <summary>The words for <see cref="DocumentStatus"/>.</summary>
public static class DocumentStatusNames
{
    /// <summary>Every word, in the order of a document's life.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<DocumentStatus>().Select(ToWord)];

    /// <summary>The word that is stored and shown.</summary>
    public static string ToWord(this DocumentStatus status) => status switch
    {
        DocumentStatus.Queued => "queued",
        DocumentStatus.Running => "running",
        DocumentStatus.Completed => "completed",
        DocumentStatus.Failed => "failed",
        DocumentStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a document status."),
    };

    /// <summary>Reads a word back.</summary>
    /// <exception cref="FormatException">It is none of <see cref="All"/>.</exception>
    public static DocumentStatus FromWord(string word) =>
        TryParse(word, out var status) ? status : throw new FormatException($"'{word}' is not a document status.");

    /// <summary>Reads a word back; false when it is none of <see cref="All"/>.</summary>
    public static bool TryParse(string? word, out DocumentStatus status)
    {
        foreach (var candidate in Enum.GetValues<DocumentStatus>())
        {
            if (candidate.ToWord() == word)
            {
                status = candidate;
                return true;
            }
        }

        status = default;
        return false;
    }

    /// <summary>True for a final status: only a new upload or a deletion changes the document.</summary>
    public static bool HasEnded(this DocumentStatus status) =>
        status is DocumentStatus.Completed or DocumentStatus.Failed or DocumentStatus.Cancelled;
}
