using System.Buffers.Binary;

namespace Spade.Worker.Pixels;

/// <summary>Writes a gray image file (TIFF, not compressed) from its first row to its last.</summary>
internal sealed class TiffWriter : IDisposable
{
    // The reader holds a strip in memory.
    private const int StripBytes = 256 * 1024;

    // Rows come in bands.
    private const int NoBuffer = 0;

    private const int HeaderLength = 8;
    private const int EntryLength = 12;
    private const int EntryCount = 12;
    private const int ResolutionStart = HeaderLength + sizeof(ushort) + EntryCount * EntryLength + sizeof(uint);
    private const int TablesStart = ResolutionStart + 2 * sizeof(uint);
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const ushort Rational = 5;
    private const int PerInch = 2;

    private readonly FileStream _file;

    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="dpi">Resolution, in pixels per inch.</param>
    public TiffWriter(string path, int width, int height, int dpi)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, NoBuffer);
        _file.Write(Header(width, height, dpi));
    }

    /// <summary>Writes the next rows.</summary>
    public void WriteRows(ReadOnlySpan<byte> pixels) => _file.Write(pixels);

    public void Dispose() => _file.Dispose();

    /// <summary>The header, the directory, the resolution, and the tables of where strips begin and how long they are.</summary>
    private static byte[] Header(int width, int height, int dpi)
    {
        var rows = Math.Clamp(StripBytes / width, 1, height);
        var strips = (height + rows - 1) / rows;
        var isOne = strips == 1;
        var header = new byte[TablesStart + (isOne ? 0 : 2 * strips * sizeof(uint))];
        "II*\0"u8.CopyTo(header);
        WriteLong(header, 4, HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(HeaderLength), EntryCount);
        var lengths = TablesStart + strips * sizeof(uint);
        (ushort Tag, ushort Type, long Count, long Value)[] entries =
        [
            (256, Long, 1, width), (257, Long, 1, height), (258, Short, 1, 8), (259, Short, 1, 1), (262, Short, 1, 1),
            (273, Long, strips, TablesStart), (277, Short, 1, 1), (278, Long, 1, rows),
            (279, Long, strips, isOne ? (long)width * height : lengths),
            (282, Rational, 1, ResolutionStart), (283, Rational, 1, ResolutionStart), (296, Short, 1, PerInch),
        ];
        WriteLong(header, ResolutionStart, dpi);
        WriteLong(header, ResolutionStart + sizeof(uint), 1);
        for (var i = 0; i < entries.Length; i++)
            WriteEntry(header.AsSpan(HeaderLength + sizeof(ushort) + i * EntryLength, EntryLength), entries[i]);
        for (var i = 0; i < strips && !isOne; i++)
        {
            WriteLong(header, TablesStart + i * sizeof(uint), header.Length + (long)i * rows * width);
            WriteLong(header, lengths + i * sizeof(uint), (long)Math.Min(rows, height - i * rows) * width);
        }

        return header;
    }

    private static void WriteEntry(Span<byte> target, (ushort Tag, ushort Type, long Count, long Value) entry)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, entry.Tag);
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], entry.Type);
        WriteLong(target, 4, entry.Count);
        WriteLong(target, 8, entry.Value);
    }

    // The pixels of a page are within the format's 4 GB.
    private static void WriteLong(Span<byte> target, int position, long value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(target[position..], checked((uint)value));
}
