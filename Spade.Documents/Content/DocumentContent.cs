using System.Data;
using Npgsql;
using Spade.Documents.Pages;

namespace Spade.Documents.Content;

/// <summary>What a worker needs to know of a document before it opens it.</summary>
/// <param name="Id">Natural id.</param>
/// <param name="ContentType">Media type, judged by magic bytes at upload.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Language">Tesseract language, one of the allowed ones.</param>
/// <param name="Pages">The pages asked for, such as <c>1-3,7</c> in canonical form; null for all.</param>
/// <param name="Dpi">Resolution for rasterising PDF pages.</param>
public sealed record DocumentSource(string Id, string ContentType, long Size, string Language, string? Pages, int Dpi);

/// <summary>Reads stored documents back, in chunks: memory stays bounded whatever the size.</summary>
public sealed class DocumentContent(NpgsqlDataSource database)
{
    /// <summary>Finds a document; null when it does not exist (any more).</summary>
    public async Task<DocumentSource?> FindAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = Command(PageSql.Source, documentId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var pages = await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetString(3);
        return new DocumentSource(documentId, reader.GetString(0), reader.GetInt64(1), reader.GetString(2), pages, reader.GetInt32(4));
    }

    /// <summary>Copies the uploaded bytes; none when the document does not exist (any more).</summary>
    public async Task CopyToAsync(string documentId, Stream destination, CancellationToken cancellationToken)
    {
        await using var command = Command(PageSql.Chunks, documentId);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            await using var chunk = await reader.GetStreamAsync(0, cancellationToken);
            await chunk.CopyToAsync(destination, cancellationToken);
        }
    }

    /// <summary>The numbers of the pages that are recognised already.</summary>
    public async Task<IReadOnlySet<int>> FinishedPagesAsync(string documentId, CancellationToken cancellationToken) =>
        (await FinishedPages.ReadAsync(database, documentId, cancellationToken)).ToHashSet();

    private NpgsqlCommand Command(string sql, string documentId)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = documentId });
        return command;
    }
}
