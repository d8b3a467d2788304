using System.Text;
using Spade.Documents.Inspection;

namespace Spade.Tests.Documents.Inspection;

public sealed class ContentSnifferTests
{
    public static TheoryData<string, string?> Heads => new()
    {
        { "%PDF-1.7\n", MediaTypes.Pdf },
        { "some mail header\r\n%PDF-1.4", MediaTypes.Pdf },
        { "\u0089PNG\r\n\u001a\n", MediaTypes.Png },
        { "\u00ff\u00d8\u00ff\u00e0", MediaTypes.Jpeg },
        { "II*\0", MediaTypes.Tiff },
        { "MM\0*", MediaTypes.Tiff },
        { "II+\0", MediaTypes.Tiff },
        { "MM\0+", MediaTypes.Tiff },
        { "", null },
        { "/etc/passwd\n", null },
        { "http://example.org/scan.png", null },
        { "II*", null },
        { "GIF87a", MediaTypes.Gif },
        { "GIF89a", MediaTypes.Gif },
        { "GIF88a", null },
        { "RIFF\u0001\0\0\0WEBP", MediaTypes.Webp },
        { "RIFF\u0001\0\0\0WAVE", null },
        { "RIFF", null },
        { $"BM{new string('\0', 12)}\u000c\0\0\0\u0001\0\u0001\0\u0001\0\u0018\0\0\0\0\0", MediaTypes.Bmp },
        { $"BM{new string('\0', 12)}\u0028\0\0\0\u0001\0\0\0\u0001\0\0\0\u0001\0\u0018\0", MediaTypes.Bmp },
        { $"BM{new string('\0', 12)}\u0028\0\0\0\u0001\0\0\0\u0001\0\0\0\u0002\0\u0018\0", null },
        { "BMW.png\n/home/scans/invoice.png\n/home/scans/letter.png\n", null },
        { "BM", null },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void Content_is_judged_by_its_first_bytes(string head, string? mediaType) =>
        Assert.Equal(mediaType, ContentSniffer.Detect(Encoding.Latin1.GetBytes(head)));

    [Fact]
    public void A_pdf_header_behind_the_first_kilobyte_does_not_count() =>
        Assert.Null(ContentSniffer.Detect(Encoding.Latin1.GetBytes(new string('x', ContentSniffer.HeadLength) + "%PDF-1.7")));
}
