using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Reads pages that have ended.</summary>
public sealed class PageResults(NpgsqlDataSource database)
{
    /// <summary>One page; null when it has not ended, or does not exist.</summary>
    public async Task<PageResult?> FindAsync(string documentId, int number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.EndedPage).WithText(documentId).With(number);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var layout = reader.IsDBNull(0) ? null : PageLayoutFormat.Read(reader.GetFieldValue<byte[]>(0));
        return new PageResult(
            number, layout, reader.IsDBNull(1) ? null : reader.GetDouble(1), TextOrNull(reader, 2), TextOrNull(reader, 3),
            reader.GetDateTime(4));
    }

    /// <summary>The preview of a page; null when the page has not ended, or does not exist.</summary>
    public async Task<StoredPreview?> FindPreviewAsync(string documentId, int number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.Preview).WithText(documentId).With(number);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var image = reader.IsDBNull(2) ? null : new PreviewImage(reader.GetString(2), reader.GetFieldValue<byte[]>(3));
        return new StoredPreview(image, TextOrNull(reader, 1), reader.GetDateTime(0));
    }

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
