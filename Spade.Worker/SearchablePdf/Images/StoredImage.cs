namespace Spade.Worker.SearchablePdf.Images;

/// <summary>An image as a PDF can hold it.</summary>
/// <param name="Width">Columns, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Entries">What its dictionary holds beside size and length: colours, depth, filter.</param>
/// <param name="Ranges">Where its bytes lie, in order.</param>
internal sealed record StoredImage(int Width, int Height, string Entries, IReadOnlyList<ByteRange> Ranges)
{
    /// <summary>The file that the ranges belong to; null for the uploaded one.</summary>
    public string? Path { get; init; }

    /// <summary>How it has to be turned, as an EXIF orientation: 1 to 8, 1 is upright.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Its bytes.</summary>
    public long Length => Ranges.Sum(range => range.Length);
}

/// <summary>A stretch of a file.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct ByteRange(long Offset, long Length);
