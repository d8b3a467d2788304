using System.Runtime.CompilerServices;
using Npgsql;

namespace Spade.Documents.Pages;

/// <summary>Reads layouts a few pages at a time, without a connection in between.</summary>
public sealed class DocumentLayouts(NpgsqlDataSource database)
{
    /// <summary>The layouts of these pages, in order; null for a page that has none.</summary>
    /// <exception cref="InvalidOperationException">A page is missing: the document was removed or started again meanwhile.</exception>
    public async IAsyncEnumerable<PageLayout?> ReadAsync(
        string documentId, IReadOnlyList<int> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = PageBatches.ReadAsync(
            database, PageSql.Layouts, documentId, pages, row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), cancellationToken);
        // Unpacked one by one: a layout is many times as large in memory.
        await foreach (var bytes in stored)
            yield return bytes is null ? null : PageLayoutFormat.Read(bytes);
    }
}
