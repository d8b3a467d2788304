using Npgsql;

namespace Spade.Documents.Pages;

/// <summary>Reads recognised text a few pages at a time, without a connection in between.</summary>
public sealed class DocumentText(NpgsqlDataSource database)
{
    /// <summary>The texts of these pages, in order; empty for a page that could not be read.</summary>
    /// <exception cref="InvalidOperationException">A page is missing: the document was removed or started again meanwhile.</exception>
    public IAsyncEnumerable<string> ReadAsync(string documentId, IReadOnlyList<int> pages, CancellationToken cancellationToken) =>
        PageBatches.ReadAsync(database, PageSql.Texts, documentId, pages, row => row.GetString(0), cancellationToken);
}
