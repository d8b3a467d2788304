namespace Spade.Documents.Inspection;

/// <summary>Walks the chain of image directories in a TIFF. Each is one page, unless it is marked as a smaller copy or a mask of another.
/// Decoders stop silently at the first directory that they cannot read, so the pages are counted here.</summary>
internal static class TiffDirectories
{
    /// <summary>Reads every page, stopping one past <paramref name="maxPages"/>.</summary>
    public static async Task<IReadOnlyList<ImagePage>> ReadAsync(HeaderReader reader, int maxPages, CancellationToken cancellationToken)
    {
        var layout = await LayoutAsync(reader, cancellationToken);
        var seen = new HashSet<long>();
        List<ImagePage> pages = [];
        List<(int Index, long At, TiffDirectory Directory)> others = [];
        var offset = await PointerAsync(reader, layout, layout.FirstPointer, cancellationToken);
        while (offset != 0 && pages.Count <= maxPages)
        {
            if (!seen.Add(offset))
                throw new DamagedHeaderException("The TIFF's pages point at one another in a circle.");
            var directory = await TiffDirectory.OpenAsync(reader, layout, offset, cancellationToken);
            var index = seen.Count - 1;
            if (await directory.IsPageAsync(cancellationToken))
                pages.Add(await directory.PageAsync(cancellationToken) with { Directory = index, DirectoryAt = offset });
            else if (others.Count <= maxPages)
                others.Add((index, offset, directory));
            offset = await PointerAsync(reader, layout, directory.NextPointer, cancellationToken);
        }

        // Every directory is marked as a copy or a mask: some programs mark real pages that way.
        if (pages.Count == 0)
        {
            foreach (var (index, at, directory) in others)
                pages.Add(await directory.PageAsync(cancellationToken) with { Directory = index, DirectoryAt = at });
        }

        return pages.Count > 0 ? pages : throw new DamagedHeaderException("The TIFF has no pages.");
    }

    private static async Task<TiffLayout> LayoutAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        reader.LittleEndian = await reader.ByteAsync(0, cancellationToken) == 'I';
        return await reader.UInt16Async(2, cancellationToken) == 43 ? TiffLayout.Big : TiffLayout.Classic;
    }

    private static async Task<long> PointerAsync(HeaderReader reader, TiffLayout layout, long at, CancellationToken cancellationToken)
    {
        var pointer = layout.IsBig ? await reader.UInt64Async(at, cancellationToken) : await reader.UInt32Async(at, cancellationToken);
        return pointer <= (ulong)reader.Length
            ? (long)pointer
            : throw new DamagedHeaderException("The TIFF is cut: a page lies past the end of the file.");
    }
}

/// <summary>Offsets and lengths that differ between classic TIFF and BigTIFF.</summary>
internal sealed record TiffLayout(bool IsBig, int FirstPointer, int CountLength, int EntryLength, int ValueOffset, int InlineLength)
{
    public static TiffLayout Classic { get; } = new(false, 4, 2, 12, 8, 4);

    public static TiffLayout Big { get; } = new(true, 8, 8, 20, 12, 8);
}
