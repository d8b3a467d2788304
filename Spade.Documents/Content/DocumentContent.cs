using System.Data;
using Npgsql;
using Spade.Documents.Pages;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Content;

/// <summary>Reads stored documents back in chunks, so that memory stays bounded whatever their size.</summary>
public sealed class DocumentContent(NpgsqlDataSource database)
{
    /// <summary>Finds a document; null when it does not exist, or no longer exists.</summary>
    public async Task<DocumentSource?> FindAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ContentSql.Source).WithText(documentId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var pages = await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetString(3);
        return new DocumentSource(
            documentId, reader.GetString(0), reader.GetInt64(1), reader.GetString(2), pages, reader.GetInt32(4),
            TextSourceNames.FromWord(reader.GetString(5)));
    }

    /// <summary>Copies the uploaded bytes; copies none when the document does not exist, or no longer exists.</summary>
    public async Task CopyToAsync(string documentId, Stream destination, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ContentSql.Chunks).WithText(documentId);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            await using var chunk = await reader.GetStreamAsync(0, cancellationToken);
            await chunk.CopyToAsync(destination, cancellationToken);
        }
    }
}
