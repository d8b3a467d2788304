namespace Spade.Documents.Inspection;

/// <summary>The media types that Spade reads.</summary>
public static class MediaTypes
{
    /// <summary>PDF.</summary>
    public const string Pdf = "application/pdf";

    /// <summary>PNG.</summary>
    public const string Png = "image/png";

    /// <summary>JPEG.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>TIFF, of one page or more, classic or BigTIFF.</summary>
    public const string Tiff = "image/tiff";

    /// <summary>WebP; of an animation the first image.</summary>
    public const string Webp = "image/webp";

    /// <summary>BMP, as Windows and OS/2 write it.</summary>
    public const string Bmp = "image/bmp";

    /// <summary>GIF; of an animation the first image.</summary>
    public const string Gif = "image/gif";

    /// <summary>All of them, in the order in which messages list them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pdf, Png, Jpeg, Tiff, Webp, Bmp, Gif];
}
