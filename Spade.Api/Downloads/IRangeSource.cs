namespace Spade.Api.Downloads;

/// <summary>Bytes that can be read from any place on, and are the same each time.</summary>
internal interface IRangeSource
{
    /// <summary>How many bytes there are.</summary>
    long Length { get; }

    /// <summary>Reads a range that lies within <see cref="Length"/>, piece by piece. Each piece is valid until the next is asked for. No
    /// database connection is held between two pieces, because a client may be slow.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long offset, long length, CancellationToken cancellationToken);
}
