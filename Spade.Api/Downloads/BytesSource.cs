using System.Runtime.CompilerServices;

namespace Spade.Api.Downloads;

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource(ReadOnlyMemory<byte> bytes) : IRangeSource
{
    public long Length => bytes.Length;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return bytes.Slice((int)offset, (int)length);
    }
}
