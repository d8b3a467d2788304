namespace Spade.Documents.Pages;

/// <summary>A row of <c>pages</c>: one page that is being recognised or has ended. A page that has ended never changes.</summary>
internal sealed class Page
{
    public required string DocumentId { get; init; }

    /// <summary>From 1, as in the document.</summary>
    public required int Number { get; init; }
    public string? Text { get; init; }

    /// <summary>Lines and words with their places, see <see cref="PageLayoutFormat"/>; null when the page has not ended, could not be read,
    /// or was recognised by a version without layouts.</summary>
    public byte[]? Layout { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }

    /// <summary>Mean word confidence, 0 to 100; null when the page has no words.</summary>
    public double? Confidence { get; init; }

    /// <summary>How many times recognition began; above 1, work was repeated.</summary>
    public int Begun { get; init; }
    public DateTimeOffset BegunAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}
