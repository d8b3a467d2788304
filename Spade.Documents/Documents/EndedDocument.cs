using Npgsql;
using Spade.Documents.Webhooks;

namespace Spade.Documents.Documents;

/// <summary>The result of ending a document.</summary>
/// <param name="Id">Its content id; null when no unfinished document was found.</param>
/// <param name="HasReceivers">True when its event is to be sent: call <see cref="WebhookOutbox.Wake"/> after the commit.</param>
public sealed record EndedDocument(string? Id, bool HasReceivers)
{
    /// <summary>Executes a statement that ends a document (see <see cref="DocumentEndSql.AddStatus"/>), and adds the jobs that send its
    /// event.</summary>
    internal static async Task<EndedDocument> ByAsync(
        NpgsqlCommand command, NpgsqlTransaction transaction, WebhookOutbox outbox, CancellationToken cancellationToken)
    {
        string id;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return new EndedDocument(null, HasReceivers: false);
            id = reader.GetString(0);
            if (!reader.GetBoolean(1))
                return new EndedDocument(id, HasReceivers: false);
        }

        return new EndedDocument(id, await outbox.AddJobsAsync(id, transaction, cancellationToken));
    }
}
