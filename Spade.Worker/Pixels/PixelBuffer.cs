using System.Buffers;

namespace Spade.Worker.Pixels;

/// <summary>A part of an image in memory. Its memory is used again for later pages: bands of a page are too large for the garbage
/// collector's small generations.</summary>
internal readonly struct PixelBuffer(int length) : IDisposable
{
    private readonly byte[] _array = ArrayPool<byte>.Shared.Rent(length);

    /// <summary>The pixels; undefined at first.</summary>
    public Span<byte> Pixels => _array.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_array);
}
