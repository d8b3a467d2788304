namespace Spade.Documents.Languages;

/// <summary>A row of <c>worker_languages</c>: the languages that one worker has installed, as it found them when it started.</summary>
internal sealed class WorkerLanguages
{
    /// <summary>The worker's id as a node of the queue, whose row in <c>nodes</c> says whether it lives.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>Tesseract's names, separated by commas.</summary>
    public required string Languages { get; init; }
    public DateTimeOffset PublishedAt { get; init; }
}
