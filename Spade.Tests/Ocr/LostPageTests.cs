using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>A page of a PDF that shows less than it should is a problem of that page; the others are read. A blank page is an empty
/// page.</summary>
[Collection(BusyEngine.Name)]
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
    public async Task A_page_whose_image_is_garbled_or_absent_is_a_problem_and_the_others_are_read(string input)
    {
        var document = Inputs.Read(input);
        AssertLost(await SeenPage.OfAsync(_engine, document), 2);
        Assert.Equal([PdfBytes.Texts[0], PdfBytes.Texts[2]], await _engine.ReadAsync(document, "1,3"));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whatever_a_page_has_lost_it_is_a_problem_and_the_others_are_not(string loss) =>
        AssertLost(await SeenPage.OfAsync(_engine, Damage(loss).ToArray()), 2);

    [Fact]
    public async Task Of_two_pages_without_content_both_are_found_although_poppler_prints_the_error_once()
    {
        var document = new PdfBytes().Remove(4).Remove(PdfBytes.SecondContent).ToArray();
        AssertLost(await SeenPage.OfAsync(_engine, document), 1, 2);
        AssertLost(await SeenPage.OfAsync(_engine, document, "2-3"), 2);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("missing")]
    [InlineData("stream")]
    public async Task A_page_that_is_not_in_the_file_is_a_problem_and_the_pages_after_it_keep_their_numbers(string kind)
    {
        var pdf = new PdfBytes();
        _ = kind switch
        {
            "missing" => pdf.Remove(PdfBytes.SecondPage),
            "stream" => pdf.SetStream(PdfBytes.SecondPage, "", "abc"u8.ToArray()),
            _ => pdf.Set(PdfBytes.SecondPage, kind),
        };
        var document = pdf.ToArray();
        AssertLost(await SeenPage.OfAsync(_engine, document), 2);
        Assert.Equal([PdfBytes.Texts[0], PdfBytes.Texts[2]], await _engine.ReadAsync(document, "1,3"));
        var problem = await _engine.ProblemAsync(document, "2");
        Assert.Equal(RecognitionFault.Document, problem.Fault);
        Assert.Equal("Page 2 of the PDF is missing: the file names it and does not hold it.", problem.Error.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("-1.5")]
    [InlineData("true")]
    [InlineData("/Name")]
    [InlineData("(3 0 R)")]
    [InlineData("<01FF>")]
    public async Task So_is_an_entry_of_the_page_tree_that_is_no_page(string entry)
    {
        var document = new PdfBytes().SetTree($"/Count 3/Kids[3 0 R {entry} 9 0 R]").ToArray();
        AssertLost(await SeenPage.OfAsync(_engine, document), 2);
        Assert.Equal([PdfBytes.Texts[0], PdfBytes.Texts[2]], await _engine.ReadAsync(document, "1,3"));
        var problem = await _engine.ProblemAsync(document, "2");
        Assert.Equal("Page 2 of the PDF is missing: the file names it and does not hold it.", problem.Error.Message);
    }

    [Fact]
    public async Task Entries_that_are_no_pages_are_found_in_every_part_of_the_tree_and_beside_a_page_that_stands_in_it()
    {
        const string Page = "<</Type/Page/Parent 20 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</XObject<</I 8 0 R>>>>>>";
        var document = new PdfBytes()
            .SetTree("/Count 6/Kids[null 20 0 R 9 0 R null]")
            .Set(20, $"<</Type/Pages/Parent 2 0 R/Count 3/Kids[3 0 R 7 {Page}]>>")
            .ToArray();
        AssertLost(await SeenPage.OfAsync(_engine, document), 1, 3, 6);
        Assert.Equal(PdfBytes.Texts, await _engine.ReadAsync(document, "2,4,5"));
    }

    [Fact]
    public async Task Of_several_pages_that_are_not_in_the_file_each_is_a_problem()
    {
        var document = new PdfBytes().Set(3, "null").Remove(PdfBytes.SecondPage).ToArray();
        AssertLost(await SeenPage.OfAsync(_engine, document), 1, 2);
        Assert.Equal([PdfBytes.Texts[2]], await _engine.ReadAsync(document, "3"));
    }

    [Fact]
    public async Task A_page_that_stands_in_the_page_tree_itself_is_read()
    {
        const string Page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</XObject<</I 8 0 R>>>>>>";
        var document = new PdfBytes().SetTree($"/Count 3/Kids[3 0 R {Page} 9 0 R]").Remove(PdfBytes.SecondPage).ToArray();
        AssertLost(await SeenPage.OfAsync(_engine, document));
        Assert.Equal(PdfBytes.Texts, await _engine.ReadAsync(document));
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

    private static void AssertLost(IReadOnlyList<SeenPage> pages, params int[] lost)
    {
        Assert.Equal(lost, pages.Where(page => page.Problem is not null).Select(page => page.Page));
        foreach (var page in pages.Where(page => page.Problem is not null))
        {
            Assert.Equal((RecognitionFault.Page, "corrupt"), (page.Problem!.Fault, page.Problem.Error.Type));
            Assert.StartsWith($"Page {page.Page} of the PDF is ", page.Problem.Error.Message, StringComparison.Ordinal);
        }
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
