using System.Globalization;
using Spade.Documents.Inspection;

namespace Spade.Worker.Images;

/// <summary>The arguments with which ImageMagick makes a page image.</summary>
internal static class ConversionArguments
{
    /// <summary>The arguments.</summary>
    /// <param name="file">The file; its folder is the working folder.</param>
    /// <param name="page">The page.</param>
    /// <param name="target">Name of the page image, in the same folder.</param>
    /// <param name="room">Where its pixels may be.</param>
    public static IReadOnlyList<string> Of(ImageFile file, ImagePage page, string target, PixelRoom room) =>
    [
        "-limit", "memory", Text($"{room.Memory}"), "-limit", "disk", Text($"{room.Disk}"),
        // Photoshop's layers would be further images; the page is all of them together.
        "-define", "tiff:ignore-layers=true",
        // A name without its folder: brackets and percent signs in a path have a meaning here.
        Text($"{file.Kind.Coder}:{Path.GetFileName(file.Path)}[{page.Directory}]"),
        // Transparency last, because white is mixed in as a colour of the screen. Writing PGM makes gray of colours.
        "-colorspace", "sRGB", "-background", "#ffffff", "-alpha", "remove",
        .. file.Kind == ImageKind.Gif ? Screen(page) : [],
        .. page.SquareWidth == page.Width && page.SquareHeight == page.Height ? [] : Square(page),
        .. Upright(page.Orientation),
        // A comment would be written into the page image's header.
        "-strip", "-depth", "8", $"pgm:{target}",
    ];

    private static string[] Screen(ImagePage page) =>
        ["+repage", "-extent", Text($"{page.Width}x{page.Height}-{page.Left}-{page.Top}")];

    private static string[] Square(ImagePage page) => ["-resize", Text($"{page.SquareWidth}x{page.SquareHeight}!")];

    private static string[] Upright(int orientation) => orientation switch
    {
        2 => ["-flop"],
        3 => ["-rotate", "180"],
        4 => ["-flip"],
        5 => ["-transpose"],
        6 => ["-rotate", "90"],
        7 => ["-transverse"],
        8 => ["-rotate", "270"],
        _ => [],
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
