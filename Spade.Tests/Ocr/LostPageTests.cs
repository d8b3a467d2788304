using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>A page of a PDF that shows less than it should cannot be read, and its error names it. A blank page is an empty
/// page.</summary>
[Collection(BusyMachine.Name)]
public sealed class LostPageTests : IDisposable
{
    private static readonly byte[] Noise = MakeNoise(3000);

    private readonly OcrEngine _engine = new();

    /// <summary>Ways to lose the second page of three.</summary>
    public static TheoryData<string> Losses { get; } =
    [
        "content missing", "content garbled", "content no stream", "content that is noise", "resources missing", "image null",
        "image without a width", "image cut", "image of an unknown filter", "lzw garbled", "jpeg garbled", "jpeg without a start",
        "jbig2 garbled", "jpeg 2000 garbled", "fax garbled", "inline image garbled",
    ];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("middle-page-garbled-flate.pdf")]
    [InlineData("middle-image-missing.pdf")]
    public async Task A_page_whose_image_is_garbled_or_absent_cannot_be_read_and_is_named(string input) =>
        AssertLost(2, await _engine.ProblemAsync(Inputs.Read(input)));

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whatever_a_page_has_lost_it_cannot_be_read_and_is_named(string loss) =>
        AssertLost(2, await _engine.ProblemAsync(Damage(loss).ToArray()));

    [Fact]
    public async Task Of_two_pages_without_content_either_is_found_although_poppler_prints_the_error_once()
    {
        var document = new PdfBytes().Remove(4).Remove(PdfBytes.SecondContent).ToArray();
        AssertLost(1, await _engine.ProblemAsync(document));
        AssertLost(2, await _engine.ProblemAsync(document, "2-3"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("missing")]
    public async Task A_page_that_is_not_in_the_file_fails_itself_and_the_pages_after_it_and_none_before_it(string kind)
    {
        var pdf = new PdfBytes();
        var document = (kind == "null" ? pdf.Set(PdfBytes.SecondPage, "null") : pdf.Remove(PdfBytes.SecondPage)).ToArray();
        AssertLost(2, await _engine.ProblemAsync(document), RecognitionFault.Document);
        AssertLost(2, await _engine.ProblemAsync(document, "3"), RecognitionFault.Document);
        Assert.Equal([PdfBytes.Texts[0]], await _engine.ReadAsync(document, "1"));
    }

    [Fact]
    public async Task A_page_tree_that_contains_itself_is_corrupt()
    {
        var problem = await _engine.ProblemAsync(new PdfBytes().SetTree("/Count 3/Kids[3 0 R 2 0 R 6 0 R]").ToArray());
        Assert.Equal("corrupt", problem.Error.Type);
        Assert.StartsWith("The PDF's list of pages is damaged", problem.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no content")]
    [InlineData("empty content")]
    [InlineData("white image")]
    public async Task A_blank_page_is_an_empty_page(string kind)
    {
        var pdf = new PdfBytes();
        _ = kind switch
        {
            "no content" => pdf.Set(PdfBytes.SecondPage, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"),
            "empty content" => pdf.SetStream(PdfBytes.SecondContent, "", []),
            _ => pdf.SetSecondImage("", [.. Enumerable.Repeat((byte)0xFF, 1240 * 1754)]),
        };
        Assert.Equal([PdfBytes.Texts[0], "", PdfBytes.Texts[2]], await _engine.ReadAsync(pdf.ToArray()));
    }

    [Fact]
    public async Task A_blank_page_in_a_file_with_harmless_errors_is_an_empty_page()
    {
        // A word that is no operator, before the first page's picture.
        var pdf = new PdfBytes()
            .SetStream(4, "", "nonsense q 595 0 0 842 0 0 cm /I Do Q"u8.ToArray())
            .SetStream(PdfBytes.SecondContent, "", []);
        Assert.Equal([PdfBytes.Texts[0], "", PdfBytes.Texts[2]], await _engine.ReadAsync(pdf.ToArray()));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public async Task A_pdf_that_is_cut_is_corrupt(double part)
    {
        var whole = new PdfBytes().ToArray();
        var problem = await _engine.ProblemAsync(whole[..(int)(whole.Length * part)]);
        Assert.Equal((RecognitionFault.Document, "corrupt"), (problem.Fault, problem.Error.Type));
    }

    private static void AssertLost(int page, RecognitionException problem, RecognitionFault fault = RecognitionFault.Page)
    {
        Assert.Equal((fault, "corrupt"), (problem.Fault, problem.Error.Type));
        Assert.StartsWith($"Page {page} of the PDF is ", problem.Error.Message, StringComparison.Ordinal);
    }

    private static PdfBytes Damage(string loss)
    {
        var pdf = new PdfBytes();
        return loss switch
        {
            "content missing" => pdf.Remove(PdfBytes.SecondContent),
            "content garbled" => pdf.SetStream(PdfBytes.SecondContent, "/Filter/FlateDecode", Noise),
            "content no stream" => pdf.Set(PdfBytes.SecondContent, "<</A 1>>"),
            "content that is noise" => pdf.SetStream(PdfBytes.SecondContent, "", Noise[..60]),
            "resources missing" => pdf.Set(
                PdfBytes.SecondPage, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R>>"),
            "image null" => pdf.Set(PdfBytes.SecondImage, "null"),
            "image without a width" => pdf.SetStream(
                PdfBytes.SecondImage, "/Type/XObject/Subtype/Image/Height 1754/ColorSpace/DeviceGray/BitsPerComponent 8", Noise),
            "image cut" => pdf.SetSecondImage("/Filter/FlateDecode", PdfBytes.SecondImageData[..(PdfBytes.SecondImageData.Length / 2)]),
            "image of an unknown filter" => pdf.SetSecondImage("/Filter/NoSuchDecode", Noise),
            "lzw garbled" => pdf.SetSecondImage("/Filter/LZWDecode", Noise),
            "jpeg garbled" => pdf.SetSecondImage("/Filter/DCTDecode", Noise),
            "jpeg without a start" => pdf.SetSecondImage("/Filter/DCTDecode", new byte[3000]),
            "jbig2 garbled" => pdf.SetSecondImage("/Filter/JBIG2Decode", Noise, bits: 1),
            "jpeg 2000 garbled" => pdf.SetSecondImage("/Filter/JPXDecode", Noise),
            "fax garbled" => pdf.SetSecondImage(
                "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1240/Rows 1754>>", Noise, bits: 1),
            "inline image garbled" => pdf.SetStream(
                PdfBytes.SecondContent, "",
                [.. "q 595 0 0 842 0 0 cm BI /W 1240 /H 1754 /BPC 8 /CS /G /F /Fl ID "u8, .. Noise[..500], .. " EI"u8]),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, null),
        };
    }

    // The same in every run. It must not look like compressed data, so it holds no 0xFF and no line ends.
    private static byte[] MakeNoise(int length)
    {
        var noise = new byte[length];
        new Random(11).NextBytes(noise);
        for (var i = 0; i < noise.Length; i++)
            noise[i] = noise[i] is 0xFF or (byte)'\n' or (byte)'\r' ? (byte)'x' : noise[i];
        noise[0] = 0x31;
        return noise;
    }
}
