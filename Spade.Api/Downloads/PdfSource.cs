using Spade.Documents.Outputs;

namespace Spade.Api.Downloads;

/// <summary>The searchable PDF of a document.</summary>
internal sealed class PdfSource(SearchablePdfs pdfs, string documentId, DateTimeOffset? completedAt, long length) : IRangeSource
{
    public long Length => length;

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long offset, long length, CancellationToken cancellationToken) =>
        pdfs.ReadAsync(documentId, completedAt, offset, length, cancellationToken);
}
