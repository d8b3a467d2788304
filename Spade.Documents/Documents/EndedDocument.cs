using Npgsql;
using Spade.Documents.Webhooks;

namespace Spade.Documents.Documents;

/// <summary>The result of ending a document.</summary>
/// <param name="Id">Its content id; null when no unfinished document was found.</param>
/// <param name="HasReceivers">True when its event is to be sent: call <see cref="WebhookOutbox.Wake"/> after the commit.</param>
public sealed record EndedDocument(string? Id, bool HasReceivers)
{
    /// <summary>Executes a statement that ends a document, and adds its event to the outbox.</summary>
    internal static async Task<EndedDocument> ByAsync(
        NpgsqlCommand command, NpgsqlTransaction transaction, WebhookOutbox outbox, CancellationToken cancellationToken) =>
        await DocumentEnd.ReadAsync(command, cancellationToken) is { } end
            ? new EndedDocument(end.DocumentId, await outbox.AddAsync(end, transaction, cancellationToken))
            : new EndedDocument(null, HasReceivers: false);
}
