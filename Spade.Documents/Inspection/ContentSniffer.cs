namespace Spade.Documents.Inspection;

/// <summary>Detects the type of content from its first bytes, never from a name or a declared type.</summary>
/// <remarks>Tesseract must only get files that passed this check: it takes a file of any unknown format for a list of image paths and
/// opens them, whatever the file's name.</remarks>
public static class ContentSniffer
{
    /// <summary>How many bytes from the start <see cref="Detect"/> needs; fewer only when the file is shorter. PDF readers accept
    /// the header anywhere in the first 1024 bytes.</summary>
    public const int HeadLength = 1024;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    /// <summary>The media type, one of <see cref="MediaTypes.All"/>, or null when the content has none of these types.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or the whole file when it is shorter.</param>
    public static string? Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(PngSignature))
            return MediaTypes.Png;
        if (head.StartsWith(JpegSignature))
            return MediaTypes.Jpeg;
        if (IsTiff(head))
            return MediaTypes.Tiff;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
            return MediaTypes.Webp;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return MediaTypes.Gif;
        if (BmpHeader.IsBmp(head))
            return MediaTypes.Bmp;
        return head[..Math.Min(head.Length, HeadLength)].IndexOf("%PDF-"u8) >= 0 ? MediaTypes.Pdf : null;
    }

    private static bool IsTiff(ReadOnlySpan<byte> head) =>
        head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8);
}
