using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Spade.Documents.Formats;

/// <summary>An output of a document in parts: a head, one part for each page, a foot. The same pages always give the same bytes.</summary>
/// <remarks>Bounded memory: one page at a time. The length is known only after everything has been made once, so a range costs a pass that
/// measures (<see cref="MeasureAsync"/>) and one that makes the pages from the first of the range on.</remarks>
public abstract class PagedOutput
{
    /// <summary>How many pages it has.</summary>
    protected abstract int Pages { get; }

    /// <summary>Makes everything, part by part. Each part is valid until the next is asked for, and may be empty.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken) => PartsAsync(0, cancellationToken);

    /// <summary>Makes everything and keeps only the lengths of the parts, in bytes.</summary>
    public async Task<IReadOnlyList<int>> MeasureAsync(CancellationToken cancellationToken)
    {
        var lengths = new List<int>(Pages + 2);
        await foreach (var part in PartsAsync(0, cancellationToken))
            lengths.Add(part.Length);
        return lengths;
    }

    /// <summary>Makes a range of bytes. Pages before it are not read.</summary>
    /// <param name="lengths">What <see cref="MeasureAsync"/> returned.</param>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">Bytes; the range must lie within the output.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        IReadOnlyList<int> lengths, long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = 0;
        for (; first < lengths.Count && offset >= lengths[first]; first++)
            offset -= lengths[first];
        await foreach (var part in PartsAsync(first, cancellationToken))
        {
            var count = (int)Math.Min(part.Length - offset, length);
            if (count > 0)
                yield return part.Slice((int)offset, count);
            offset = 0;
            length -= count;
            if (length <= 0)
                yield break;
        }
    }

    /// <summary>Writes what comes before the pages.</summary>
    protected abstract void WriteHead(StringBuilder text);

    /// <summary>Writes one page after the other, and returns after each.</summary>
    /// <param name="text">Receives each page; emptied in between.</param>
    /// <param name="first">Index of the first page to write.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    protected abstract IAsyncEnumerable<int> WritePagesAsync(StringBuilder text, int first, CancellationToken cancellationToken);

    /// <summary>Writes what comes after the pages.</summary>
    protected abstract void WriteFoot(StringBuilder text);

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsAsync(int first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var bytes = new ArrayBufferWriter<byte>();
        if (first == 0)
        {
            WriteHead(text);
            yield return Encode(text, bytes);
        }

        await foreach (var _ in WritePagesAsync(text, Math.Max(first - 1, 0), cancellationToken))
            yield return Encode(text, bytes);
        WriteFoot(text);
        yield return Encode(text, bytes);
    }

    private static ReadOnlyMemory<byte> Encode(StringBuilder text, ArrayBufferWriter<byte> bytes)
    {
        bytes.ResetWrittenCount();
        // One encoder for all chunks: a character of two units may lie across the border of two chunks.
        var encoder = Encoding.UTF8.GetEncoder();
        foreach (var chunk in text.GetChunks())
            encoder.Convert(chunk.Span, bytes, flush: false, out _, out _);
        encoder.Convert([], bytes, flush: true, out _, out _);
        text.Clear();
        return bytes.WrittenMemory;
    }
}
