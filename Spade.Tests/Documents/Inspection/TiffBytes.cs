using System.Buffers.Binary;

namespace Spade.Tests.Documents.Inspection;

/// <summary>Writes TIFF files of gray pages, each directory before its pixels, in either byte order and with either size of
/// offsets.</summary>
internal sealed class TiffBytes(bool littleEndian = true, bool big = false)
{
    private const ushort Rational = 5;

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
    /// <param name="more">More tags: what the image is to others (NewSubfileType 254, SubfileType 255), its resolution (282, 283, 296).
    /// </param>
    public TiffBytes AddPage(int width, int height, byte[] pixels, params (ushort Tag, int Value)[] more)
    {
        if (_file.Count == 0)
            WriteHeader();
        PatchNext();
        (ushort Tag, ushort Type, long Value)[] entries =
        [
            .. more.Select(entry => (entry.Tag, TypeOf(entry.Tag), (long)entry.Value)),
            (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, Compression), (262, 3, 1), (273, 4, 0), (274, 3, Orientation),
            (277, 3, 1), (278, 4, height), (279, 4, pixels.Length),
        ];
        var fractions = _file.Count + (big ? 8 + entries.Length * 20 + 8 : 2 + entries.Length * 12 + 4);
        var data = fractions + (big ? 0 : 8 * entries.Count(entry => entry.Type == Rational));
        Number(entries.Length, big ? 8 : 2);
        foreach (var (tag, type, value) in entries.OrderBy(entry => entry.Tag))
        {
            Number(tag, 2);
            Number(type, 2);
            Number(1, big ? 8 : 4);
            if (type == Rational && big)
                AddFraction(value);
            else if (type == Rational)
            {
                Number(fractions, 4);
                fractions += 8;
            }
            else
            {
                var size = type == 3 ? 2 : 4;
                Number(tag == 273 ? data : value, size);
                Number(0, (big ? 8 : 4) - size);
            }
        }

        _nextPointer = _file.Count;
        Number(0, big ? 8 : 4);
        foreach (var (_, type, value) in entries.OrderBy(entry => entry.Tag))
        {
            if (type == Rational && !big)
                AddFraction(value);
        }

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

    private static ushort TypeOf(ushort tag) => tag switch
    {
        254 => 4,
        282 or 283 => Rational,
        _ => 3,
    };

    private void AddFraction(long value)
    {
        Number(value, 4);
        Number(1, 4);
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
