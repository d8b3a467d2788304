using Spade.Jobs.Client;
using Spade.Jobs.Handlers;

namespace Spade.Documents.Documents;

/// <summary>The job that turns one document into text.</summary>
/// <param name="DocumentId">The document's content id.</param>
public sealed record RecognizeDocument(string DocumentId) : IJobSubject
{
    /// <summary>The queue that carries these jobs.</summary>
    public const string Queue = "documents";

    /// <summary>The document's content id.</summary>
    /// <exception cref="ArgumentException">It is missing, because a later version names the document in another way.</exception>
    public string DocumentId { get; } = string.IsNullOrEmpty(DocumentId)
        ? throw new ArgumentException("It names no document.", nameof(DocumentId))
        : DocumentId;

    /// <summary>The options of a tenant's jobs: tenants share the workers equally.</summary>
    internal static JobOptions OptionsFor(string tenant) => new() { Group = tenant };

    KeyValuePair<string, object?> IJobSubject.Subject => new(DocumentsTelemetry.DocumentId, DocumentId);
}
