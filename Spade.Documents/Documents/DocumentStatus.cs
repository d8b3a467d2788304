namespace Spade.Documents.Documents;

/// <summary>Where a document stands. Stored and shown as the lower-case word.</summary>
public enum DocumentStatus
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker recognises its pages.</summary>
    Running,

    /// <summary>Every page asked for is recognised.</summary>
    Completed,

    /// <summary>It will not be recognised; its error says why.</summary>
    Failed,

    /// <summary>Somebody did not want it any more.</summary>
    Cancelled,
}
