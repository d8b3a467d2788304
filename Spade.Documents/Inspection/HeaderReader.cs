using System.Buffers.Binary;

namespace Spade.Documents.Inspection;

/// <summary>Reads small pieces of a file at given offsets, in the file's byte order, within a budget of bytes.</summary>
internal sealed class HeaderReader(Stream content)
{
    // Far above what valid headers need (2000 TIFF directories of 20 entries: 0.5 MB). It stops files whose directories overlap.
    private const int Budget = 16 * 1024 * 1024;

    // Each read counts as at least this many bytes, because a million reads of one byte are work too.
    private const int LeastCost = 16;

    private readonly byte[] _buffer = new byte[8];
    private int _spent;

    /// <summary>Bytes in the file.</summary>
    public long Length { get; } = content.Length;

    public bool LittleEndian { get; set; }

    public async Task<byte> ByteAsync(long offset, CancellationToken cancellationToken)
    {
        await FillAsync(offset, _buffer.AsMemory(0, 1), cancellationToken);
        return _buffer[0];
    }

    public async Task<ushort> UInt16Async(long offset, CancellationToken cancellationToken)
    {
        await FillAsync(offset, _buffer.AsMemory(0, 2), cancellationToken);
        return LittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(_buffer) : BinaryPrimitives.ReadUInt16BigEndian(_buffer);
    }

    public async Task<uint> UInt32Async(long offset, CancellationToken cancellationToken)
    {
        await FillAsync(offset, _buffer.AsMemory(0, 4), cancellationToken);
        return LittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(_buffer) : BinaryPrimitives.ReadUInt32BigEndian(_buffer);
    }

    public async Task<ulong> UInt64Async(long offset, CancellationToken cancellationToken)
    {
        await FillAsync(offset, _buffer, cancellationToken);
        return LittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(_buffer) : BinaryPrimitives.ReadUInt64BigEndian(_buffer);
    }

    public async Task<byte[]> BytesAsync(long offset, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await FillAsync(offset, bytes, cancellationToken);
        return bytes;
    }

    private async Task FillAsync(long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset > Length - target.Length)
            throw new DamagedHeaderException("The file is cut: its header points past its end.");
        _spent += Math.Max(target.Length, LeastCost);
        if (_spent > Budget)
            throw new DamagedHeaderException("The file's header is larger than any image needs.");
        content.Position = offset;
        await content.ReadExactlyAsync(target, cancellationToken);
    }
}

/// <summary>The header cannot be what it claims to be. The message is a sentence fit for users.</summary>
internal sealed class DamagedHeaderException(string message) : Exception(message);
