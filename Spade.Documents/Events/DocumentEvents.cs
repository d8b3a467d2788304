using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Events;

/// <summary>Reads the events of documents. No connection is held between two calls.</summary>
public sealed class DocumentEvents(NpgsqlDataSource database)
{
    /// <summary>Most events that one call returns. An event has about 150 bytes.</summary>
    public const int MostAtOnce = 200;

    /// <summary>The next events after one, in order, at most <see cref="MostAtOnce"/>.</summary>
    /// <param name="documentId">The document.</param>
    /// <param name="after">Id of the last event read; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(string documentId, long after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(EventSql.After).WithText(documentId).With(after).With(MostAtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(cancellationToken))
            events.Add(new StoredEvent(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        return events;
    }

    /// <summary>The status that the document's latest event tells; null when there is no event, or the latest is that of a page.</summary>
    public async Task<string?> LastStatusAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(EventSql.LastStatus).WithText(documentId);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
