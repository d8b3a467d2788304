using Spade.Documents.Formats;

namespace Spade.Api.Downloads;

/// <summary>An output that is made page by page, after its parts have been measured.</summary>
internal sealed class PagedSource(PagedOutput output, IReadOnlyList<int> lengths) : IRangeSource
{
    public long Length { get; } = lengths.Sum(length => (long)length);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long offset, long length, CancellationToken cancellationToken) =>
        output.ReadAsync(lengths, offset, length, cancellationToken);
}
