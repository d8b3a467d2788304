namespace Spade.Documents.Documents;

/// <summary>A document's status. Stored and shown as the lower-case word.</summary>
public enum DocumentStatus
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker recognises its pages.</summary>
    Running,

    /// <summary>Every page asked for has ended, and at least one was read.</summary>
    Completed,

    /// <summary>It cannot be recognised; its error says why.</summary>
    Failed,

    /// <summary>It was cancelled before it ended.</summary>
    Cancelled,
}
