using System.Buffers.Binary;
using System.Text;

namespace Spade.Tests.Api;

/// <summary>The smallest files that the API accepts: it looks at first bytes and headers only.</summary>
internal static class Scans
{
    /// <summary>A PDF that no other test uploads.</summary>
    public static byte[] Pdf() => Encoding.ASCII.GetBytes($"%PDF-1.4\n% {Guid.NewGuid()}\n");

    /// <summary>A PDF of this many bytes, generated while it is read.</summary>
    public static Stream LargePdf(long bytes) => new EndlessScan(bytes);

    /// <summary>A PNG header of this size, and no pixels.</summary>
    public static byte[] Png(int width, int height)
    {
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8], 8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    private sealed class EndlessScan(long bytes) : Stream
    {
        private static readonly byte[] Head = "%PDF-1.4\n"u8.ToArray();
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => bytes;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var length = (int)Math.Min(buffer.Length, bytes - _position);
            buffer[..length].Fill((byte)(_position >> 16));
            if (_position == 0)
                Head.AsSpan(0, Math.Min(Head.Length, length)).CopyTo(buffer);
            _position += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
