namespace Spade.Worker.SearchablePdf.Images;

/// <summary>The tags of one directory of a TIFF.</summary>
internal sealed class TiffTags
{
    private const ushort Classic = 42;
    private const int EntryLength = 12;

    private readonly FileBytes _file;
    private readonly Dictionary<ushort, long> _entries = [];

    private TiffTags(FileBytes file) => _file = file;

    /// <summary>Reads a directory; null for a BigTIFF.</summary>
    /// <param name="file">A TIFF.</param>
    /// <param name="offset">Where the directory begins; 0 for the first one.</param>
    public static TiffTags? Read(FileBytes file, long offset)
    {
        file.IsLittleEndian = file.Read(0, 1)[0] == 'I';
        if (file.UInt16(2) != Classic)
            return null;
        var tags = new TiffTags(file);
        if (offset == 0)
            offset = file.UInt32(4);
        var count = file.UInt16(offset);
        for (var i = 0; i < count; i++)
        {
            var entry = offset + 2 + i * EntryLength;
            tags._entries.TryAdd(file.UInt16(entry), entry);
        }

        return tags;
    }

    /// <summary>The first number of a tag; null when the directory does not have it.</summary>
    public long? First(ushort tag) => Count(tag) > 0 ? All(tag, 1)[0] : null;

    /// <summary>How many numbers a tag has.</summary>
    public long Count(ushort tag) => _entries.TryGetValue(tag, out var entry) ? _file.UInt32(entry + 4) : 0;

    /// <summary>The numbers of a tag, at most so many.</summary>
    public IReadOnlyList<long> All(ushort tag, int most)
    {
        if (!_entries.TryGetValue(tag, out var entry))
            return [];
        var count = (int)Math.Min(_file.UInt32(entry + 4), most);
        var size = _file.UInt16(entry + 2) switch { 1 => 1, 3 => 2, 4 => 4, _ => 0 };
        if (size == 0)
            return [];
        var place = _file.UInt32(entry + 4) * size <= 4 ? entry + 8 : _file.UInt32(entry + 8);
        return [.. Enumerable.Range(0, count).Select(i => Number(place + i * size, size))];
    }

    private long Number(long place, int size) => size switch
    {
        1 => _file.Read(place, 1)[0],
        2 => _file.UInt16(place),
        _ => _file.UInt32(place),
    };
}
