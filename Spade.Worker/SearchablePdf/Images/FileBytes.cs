using System.Buffers.Binary;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>Reads numbers at given places of a file.</summary>
internal sealed class FileBytes(Stream file)
{
    /// <summary>Bytes in the file.</summary>
    public long Length { get; } = file.Length;

    /// <summary>The order of bytes in a number.</summary>
    public bool IsLittleEndian { get; set; }

    /// <summary>Reads bytes.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public byte[] Read(long offset, int length)
    {
        if (offset < 0 || length > Length - offset)
            throw new EndOfStreamException();
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a number of 16 bits.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public ushort UInt16(long offset) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(Read(offset, 2))
        : BinaryPrimitives.ReadUInt16BigEndian(Read(offset, 2));

    /// <summary>Reads a number of 32 bits.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public uint UInt32(long offset) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(Read(offset, 4))
        : BinaryPrimitives.ReadUInt32BigEndian(Read(offset, 4));
}
