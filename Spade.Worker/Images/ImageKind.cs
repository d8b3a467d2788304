using Spade.Documents.Inspection;

namespace Spade.Worker.Images;

/// <summary>A kind of image file.</summary>
/// <param name="Name">As users are told.</param>
/// <param name="Coder">ImageMagick's name. Given with every file: it judges a file without one by its first bytes, and knows kinds that
/// read other files or run programs.</param>
internal sealed record ImageKind(string Name, string Coder)
{
    /// <summary>TIFF, the only kind that may hold several pages.</summary>
    public static ImageKind Tiff { get; } = new("TIFF", "tiff");

    /// <summary>GIF, the only kind whose image may be smaller than its page.</summary>
    public static ImageKind Gif { get; } = new("GIF", "gif");

    /// <summary>The kind of a media type.</summary>
    /// <exception cref="ArgumentException">It is no image's.</exception>
    public static ImageKind Of(string mediaType) => mediaType switch
    {
        MediaTypes.Png => new ImageKind("PNG", "png"),
        MediaTypes.Jpeg => new ImageKind("JPEG", "jpeg"),
        MediaTypes.Tiff => Tiff,
        MediaTypes.Webp => new ImageKind("WebP", "webp"),
        MediaTypes.Bmp => new ImageKind("BMP", "bmp"),
        MediaTypes.Gif => Gif,
        _ => throw new ArgumentException($"'{mediaType}' is no image.", nameof(mediaType)),
    };
}
