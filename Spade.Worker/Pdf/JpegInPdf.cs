using System.Globalization;
using System.Text;
using Spade.Documents.Inspection;

namespace Spade.Worker.Pdf;

/// <summary>Puts a JPEG into a PDF of one page, turned as its EXIF tag says, so that the rasteriser turns the picture: Tesseract ignores
/// the tag. The page has one point per pixel, so at 72 dpi no pixel changes.</summary>
internal static class JpegInPdf
{
    /// <summary>The resolution that keeps the picture's pixels as they are.</summary>
    public const int Dpi = 72;

    private const int ObjectCount = 5;

    /// <summary>Writes the PDF.</summary>
    public static async Task WriteAsync(string jpeg, ImagePage image, string pdf, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(jpeg);
        await using var target = File.Create(pdf);
        var offsets = new List<long>();
        await target.WriteAsync("%PDF-1.4\n"u8.ToArray(), cancellationToken);
        foreach (var (head, tail) in Objects(image, source.Length))
        {
            offsets.Add(target.Position);
            await target.WriteAsync(Encoding.ASCII.GetBytes(Text($"{offsets.Count} 0 obj\n{head}")), cancellationToken);
            if (offsets.Count == ObjectCount)
                await source.CopyToAsync(target, cancellationToken);
            await target.WriteAsync(Encoding.ASCII.GetBytes($"{tail}\nendobj\n"), cancellationToken);
        }

        await target.WriteAsync(Encoding.ASCII.GetBytes(Trailer(offsets, target.Position)), cancellationToken);
    }

    /// <summary>The text of every object, around the one that holds the picture's bytes.</summary>
    private static IEnumerable<(string Head, string Tail)> Objects(ImagePage image, long length)
    {
        var (width, height) = image.Orientation < 5 ? (image.Width, image.Height) : (image.Height, image.Width);
        var content = $"q {Matrix(image.Orientation, width, height)} cm /I Do Q";
        yield return ("<< /Type /Catalog /Pages 2 0 R >>", "");
        yield return ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "");
        yield return (
            Text($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R ")
            + "/Resources << /XObject << /I 5 0 R >> >> >>",
            "");
        yield return (Text($"<< /Length {content.Length} >>\nstream\n{content}\nendstream"), "");
        yield return (
            Text($"<< /Type /XObject /Subtype /Image /Width {image.Width} /Height {image.Height} {Colors(image.Channels)} ")
            + Text($"/BitsPerComponent 8 /Filter /DCTDecode /Length {length} >>\nstream\n"),
            "\nendstream");
    }

    // PDF draws a picture into the unit square, its first row at the top, and the matrix maps that square to the page. EXIF numbers its
    // eight orientations by the sides of the page where the first row and the first column belong.
    private static string Matrix(int orientation, int width, int height) => orientation switch
    {
        2 => Text($"-{width} 0 0 {height} {width} 0"),
        3 => Text($"-{width} 0 0 -{height} {width} {height}"),
        4 => Text($"{width} 0 0 -{height} 0 {height}"),
        5 => Text($"0 -{height} -{width} 0 {width} {height}"),
        6 => Text($"0 -{height} {width} 0 0 {height}"),
        7 => Text($"0 {height} {width} 0 0 0"),
        8 => Text($"0 {height} -{width} 0 {width} 0"),
        _ => Text($"{width} 0 0 {height} 0 0"),
    };

    // CMYK JPEGs are stored inverted by the programs that write them.
    private static string Colors(int channels) => channels switch
    {
        1 => "/ColorSpace /DeviceGray",
        4 => "/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]",
        _ => "/ColorSpace /DeviceRGB",
    };

    private static string Trailer(List<long> offsets, long position)
    {
        var text = new StringBuilder(Text($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n"));
        foreach (var offset in offsets)
            text.Append(Text($"{offset:D10} 00000 n \n"));
        return text.Append(Text($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{position}\n%%EOF\n")).ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
