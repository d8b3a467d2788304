namespace Spade.Documents.Inspection;

/// <summary>One image directory of a TIFF: a table of tags.</summary>
internal sealed class TiffDirectory
{
    private const ushort NewSubfileTypeTag = 254;
    private const ushort SubfileTypeTag = 255;
    private const ushort WidthTag = 256;
    private const ushort HeightTag = 257;
    private const ushort OrientationTag = 274;
    private const ushort ChannelsTag = 277;
    private const ushort XResolutionTag = 282;
    private const ushort YResolutionTag = 283;
    private const ushort UnitTag = 296;
    private const ushort Short = 3;
    private const ushort Rational = 5;
    private const int Inch = 2;
    private static readonly (ushort Offsets, ushort Lengths)[] DataTags = [(273, 279), (324, 325)]; // strips, tiles

    // Bits of NewSubfileType, and the value that older files have in SubfileType.
    private const long Reduced = 1;
    private const long Mask = 4;
    private const long OldReduced = 2;

    // Baseline files have about 20 entries, GeoTIFFs some 50.
    private const int MaxEntries = 4096;

    private readonly HeaderReader _reader;
    private readonly TiffLayout _layout;
    private readonly Dictionary<ushort, long> _entries = [];

    private TiffDirectory(HeaderReader reader, TiffLayout layout)
    {
        _reader = reader;
        _layout = layout;
    }

    /// <summary>The offset of the pointer to the next directory.</summary>
    public long NextPointer { get; private set; }

    public static async Task<TiffDirectory> OpenAsync(
        HeaderReader reader, TiffLayout layout, long offset, CancellationToken cancellationToken)
    {
        var count = layout.IsBig
            ? await reader.UInt64Async(offset, cancellationToken)
            : await reader.UInt16Async(offset, cancellationToken);
        if (count is 0 or > MaxEntries)
            throw new DamagedHeaderException("The TIFF holds a page description of an impossible length.");
        var directory = new TiffDirectory(reader, layout);
        var first = offset + layout.CountLength;
        for (var i = 0; i < (int)count; i++)
        {
            var entry = first + i * layout.EntryLength;
            directory._entries.TryAdd(await reader.UInt16Async(entry, cancellationToken), entry);
        }

        directory.NextPointer = first + (long)count * layout.EntryLength;
        return directory;
    }

    /// <summary>False for a directory that belongs to another image: a smaller copy of it (a thumbnail), or a mask that makes parts of it
    /// transparent.</summary>
    public async Task<bool> IsPageAsync(CancellationToken cancellationToken) =>
        await ValueAsync(NewSubfileTypeTag, cancellationToken) is { } kind
            ? (kind & (Reduced | Mask)) == 0
            : await ValueAsync(SubfileTypeTag, cancellationToken) != OldReduced;

    public async Task<ImagePage> PageAsync(CancellationToken cancellationToken)
    {
        var width = await ValueAsync(WidthTag, cancellationToken) ?? 0;
        var height = await ValueAsync(HeightTag, cancellationToken) ?? 0;
        if (width is <= 0 or > int.MaxValue || height is <= 0 or > int.MaxValue)
            throw new DamagedHeaderException("The TIFF holds a page without a possible size.");
        await CheckDataAsync(cancellationToken);
        var orientation = await ValueAsync(OrientationTag, cancellationToken) is { } value and >= 1 and <= 8 ? (int)value : 1;
        var channels = await ValueAsync(ChannelsTag, cancellationToken) is { } samples and >= 1 and <= 64 ? (int)samples : 1;
        return new ImagePage((int)width, (int)height, orientation, channels)
        {
            Density = await DensityAsync(cancellationToken),
            OrientationAt = orientation == 1 ? null : await ShortAtAsync(OrientationTag, cancellationToken),
        };
    }

    private async Task<long?> ShortAtAsync(ushort tag, CancellationToken cancellationToken) =>
        _entries.TryGetValue(tag, out var entry) && await TypeAsync(entry, cancellationToken) == Short
            ? entry + _layout.ValueOffset
            : null;

    private async Task<PixelDensity?> DensityAsync(CancellationToken cancellationToken)
    {
        var x = await RationalAsync(XResolutionTag, cancellationToken);
        var y = await RationalAsync(YResolutionTag, cancellationToken);
        return PixelDensity.InTiffUnit(x, y, await ValueAsync(UnitTag, cancellationToken) ?? Inch);
    }

    /// <returns>0 when it is missing or no such number.</returns>
    private async Task<double> RationalAsync(ushort tag, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(tag, out var entry) || await TypeAsync(entry, cancellationToken) != Rational)
            return 0;
        var offset = _layout.InlineLength >= 8
            ? entry + _layout.ValueOffset
            : await _reader.UInt32Async(entry + _layout.ValueOffset, cancellationToken);
        var dividend = await _reader.UInt32Async(offset, cancellationToken);
        var divisor = await _reader.UInt32Async(offset + 4, cancellationToken);
        return divisor == 0 ? 0 : (double)dividend / divisor;
    }

    // A page's strips or tiles are usually written in order, so the last one shows whether the file was cut. Decoders fill what is
    // missing with white.
    private async Task CheckDataAsync(CancellationToken cancellationToken)
    {
        foreach (var (offsets, lengths) in DataTags)
        {
            if (await LastValueAsync(offsets, cancellationToken) is { } offset
                && await LastValueAsync(lengths, cancellationToken) is { } length
                && offset > _reader.Length - length)
                throw new DamagedHeaderException("The TIFF is cut: a page's data lies past the end of the file.");
        }
    }

    private async Task<long?> ValueAsync(ushort tag, CancellationToken cancellationToken) =>
        _entries.TryGetValue(tag, out var entry)
            ? await NumberAsync(await TypeAsync(entry, cancellationToken), entry + _layout.ValueOffset, cancellationToken)
            : null;

    private async Task<long?> LastValueAsync(ushort tag, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(tag, out var entry))
            return null;
        var type = await TypeAsync(entry, cancellationToken);
        var count = await WordAsync(entry + 4, cancellationToken);
        if (count < 1 || count > _reader.Length)
            return null;
        var size = SizeOf(type);
        var start = count * size <= _layout.InlineLength
            ? entry + _layout.ValueOffset
            : await WordAsync(entry + _layout.ValueOffset, cancellationToken);
        return await NumberAsync(type, start + (count - 1) * size, cancellationToken);
    }

    private Task<ushort> TypeAsync(long entry, CancellationToken cancellationToken) => _reader.UInt16Async(entry + 2, cancellationToken);

    private async Task<long> WordAsync(long offset, CancellationToken cancellationToken) =>
        _layout.IsBig
            ? (long)Math.Min(await _reader.UInt64Async(offset, cancellationToken), long.MaxValue / 16)
            : await _reader.UInt32Async(offset, cancellationToken);

    private async Task<long> NumberAsync(ushort type, long offset, CancellationToken cancellationToken) => SizeOf(type) switch
    {
        1 => await _reader.ByteAsync(offset, cancellationToken),
        2 => await _reader.UInt16Async(offset, cancellationToken),
        4 => await _reader.UInt32Async(offset, cancellationToken),
        _ => (long)Math.Min(await _reader.UInt64Async(offset, cancellationToken), long.MaxValue / 16),
    };

    private static int SizeOf(ushort type) => type switch
    {
        1 => 1, // BYTE
        Short => 2,
        4 or 13 => 4, // LONG, IFD
        16 or 18 => 8, // LONG8, IFD8
        _ => throw new DamagedHeaderException("The TIFF holds a number of an unknown kind."),
    };
}
