using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Tells which pages of a document have ended, those that could not be read included.</summary>
public sealed class FinishedPages(NpgsqlDataSource database)
{
    /// <summary>The numbers of the pages that have ended, in order.</summary>
    public async Task<IReadOnlyList<int>> ReadAsync(string documentId, CancellationToken cancellationToken) =>
        [.. (await ReadEndedAsync(documentId, cancellationToken)).Select(page => page.Number)];

    /// <summary>The pages that have ended, in order, each with its error if it could not be read.</summary>
    public async Task<IReadOnlyList<EndedPage>> ReadEndedAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.FinishedPages).WithText(documentId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pages = new List<EndedPage>();
        while (await reader.ReadAsync(cancellationToken))
            pages.Add(new EndedPage(reader.GetInt32(0), TextOrNull(reader, 1), TextOrNull(reader, 2)) { HasLayout = reader.GetBoolean(3) });

        return pages;
    }

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
