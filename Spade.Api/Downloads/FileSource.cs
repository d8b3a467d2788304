using Spade.Documents.Content;

namespace Spade.Api.Downloads;

/// <summary>The uploaded bytes of a document.</summary>
internal sealed class FileSource(DocumentContent content, string documentId, long size) : IRangeSource
{
    public long Length => size;

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long offset, long length, CancellationToken cancellationToken) =>
        content.ReadAsync(documentId, offset, length, cancellationToken);
}
