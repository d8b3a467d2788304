namespace Spade.Documents.Pages;

/// <summary>A small image of a page.</summary>
/// <param name="ContentType">A media type that browsers show.</param>
/// <param name="Data">The file.</param>
public sealed record PreviewImage(string ContentType, ReadOnlyMemory<byte> Data)
{
    /// <summary>Longest side of a preview, in pixels: about 140 dpi for an A4 page, enough to read small print on a screen.</summary>
    public const int MaxSide = 1600;
}
