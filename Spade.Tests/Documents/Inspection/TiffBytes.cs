using System.Buffers.Binary;

namespace Spade.Tests.Documents.Inspection;

/// <summary>Writes TIFF files of gray pages, each directory before its pixels, in either byte order and with either size of
/// offsets.</summary>
internal sealed class TiffBytes(bool littleEndian = true, bool big = false)
{
    private readonly List<byte> _file = [];
    private int _nextPointer;

    public ushort Orientation { get; init; } = 1;

    /// <summary>How the pixels are compressed: 1 not at all, 32773 by PackBits.</summary>
    public ushort Compression { get; init; } = 1;

    public static byte[] Of(params (int Width, int Height, byte[] Pixels)[] pages)
    {
        var tiff = new TiffBytes();
        foreach (var (width, height, pixels) in pages)
            tiff.AddPage(width, height, pixels);
        return tiff.ToArray();
    }

    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">A byte for each pixel.</param>
    /// <param name="kinds">Tags that say what the image is to others: NewSubfileType (254), SubfileType (255).</param>
    public TiffBytes AddPage(int width, int height, byte[] pixels, params (ushort Tag, int Value)[] kinds)
    {
        if (_file.Count == 0)
            WriteHeader();
        PatchNext();
        (ushort Tag, ushort Type, long Value)[] entries =
        [
            .. kinds.Select(kind => (kind.Tag, (ushort)(kind.Tag == 254 ? 4 : 3), (long)kind.Value)),
            (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, Compression), (262, 3, 1), (273, 4, 0), (274, 3, Orientation),
            (277, 3, 1), (278, 4, height), (279, 4, pixels.Length),
        ];
        var data = _file.Count + (big ? 8 + entries.Length * 20 + 8 : 2 + entries.Length * 12 + 4);
        Number(entries.Length, big ? 8 : 2);
        foreach (var (tag, type, value) in entries)
        {
            Number(tag, 2);
            Number(type, 2);
            Number(1, big ? 8 : 4);
            var size = type == 3 ? 2 : 4;
            Number(tag == 273 ? data : value, size);
            Number(0, (big ? 8 : 4) - size);
        }

        _nextPointer = _file.Count;
        Number(0, big ? 8 : 4);
        _file.AddRange(pixels);
        return this;
    }

    public byte[] ToArray() => _file.ToArray();

    /// <summary>Overwrites the last page's pointer to a following page.</summary>
    public TiffBytes PointTo(long offset)
    {
        var bytes = Encode(offset, big ? 8 : 4);
        for (var i = 0; i < bytes.Length; i++)
            _file[_nextPointer + i] = bytes[i];
        return this;
    }

    private void WriteHeader()
    {
        _file.AddRange(littleEndian ? "II"u8 : "MM"u8);
        Number(big ? 43 : 42, 2);
        if (big)
        {
            Number(8, 2);
            Number(0, 2);
        }

        _nextPointer = _file.Count;
        Number(0, big ? 8 : 4);
    }

    private void PatchNext()
    {
        // Directories begin on even offsets.
        if (_file.Count % 2 != 0)
            _file.Add(0);
        PointTo(_file.Count);
    }

    private void Number(long value, int size) => _file.AddRange(Encode(value, size));

    private byte[] Encode(long value, int size)
    {
        var bytes = new byte[8];
        if (littleEndian)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return littleEndian ? bytes[..size] : bytes[(8 - size)..];
    }
}
