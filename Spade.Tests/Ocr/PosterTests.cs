using Spade.Documents.Pages;
using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>Pages that would have too many pixels at the resolution that was asked for.</summary>
[Collection(BusyEngine.Name)]
public sealed class PosterTests : IDisposable
{
    private const string Poster = "/MediaBox[0 0 5950 8420]";
    private const string Full = "q 5950 0 0 8420 0 0 cm /I Do Q ";

    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_moderate_image_on_a_very_large_page_is_read_at_its_own_resolution()
    {
        var document = Inputs.Read("poster-5950x8420pt.pdf");
        var page = Assert.Single(await SeenPage.OfAsync(_engine, document, dpi: 300));
        Assert.Equal((true, 15, 1240, 1754), (page.IsTaken, page.Dpi, page.Picture!.Width, page.Picture.Height));
        Assert.Equal((5950, 8420), (page.WidthPoints, page.HeightPoints));
        var text = Assert.Single(await _engine.ReadAsync(document, dpi: 300));
        Assert.StartsWith("The harbour office opens at nine", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Full + "0 0 900 900 re f", "")]
    [InlineData("q 5500 0 0 7800 200 200 cm /I Do Q", "")]
    [InlineData("q -5950 0 0 8420 5950 0 cm /I Do Q", "")]
    [InlineData("q 0 8420 -5950 0 5950 0 cm /I Do Q", "/Rotate 90")]
    public async Task So_is_one_that_has_to_be_drawn(string content, string rotation)
    {
        var page = Assert.Single(await SeenPage.OfAsync(_engine, PdfScan.Of(content, Poster + rotation).ToArray(), dpi: 300));
        Assert.False(page.IsTaken);
        Assert.InRange(page.Dpi!.Value, 10, 22);
        Assert.InRange(page.Picture!.Pixels.Length, 1_000_000, 5_000_000);
    }

    [Theory]
    [InlineData("0 0 900 900 re f")]
    [InlineData("q 600 0 0 850 0 0 cm /I Do Q BT /F 40 Tf 900 900 Td (Most of this poster is no image) Tj ET")]
    public async Task A_page_that_is_not_mostly_an_image_is_too_many_pixels_and_the_sentence_names_what_would_fit(string content)
    {
        var document = PdfScan.Of(content, Poster).ToArray();
        var problem = await _engine.ProblemAsync(document, dpi: 300);
        Assert.Equal((RecognitionFault.Document, "too-many-pixels"), (problem.Fault, problem.Error.Type));
        Assert.Equal(
            "Page 1 has 24792 x 35084 pixels at 300 dpi; 100000000 pixels are the most that are accepted. Upload it with ?dpi=101.",
            problem.Error.Message);
        Assert.Equal(101, Assert.Single(await SeenPage.OfAsync(_engine, document, dpi: 101)).Dpi);
        Assert.Equal("too-many-pixels", (await _engine.ProblemAsync(document, dpi: 102)).Error.Type);
    }

    [Fact]
    public async Task A_page_that_is_too_large_does_not_keep_the_others_from_being_read()
    {
        var document = new PdfBytes()
            .Set(PdfBytes.SecondPage, $"<</Type/Page/Parent 2 0 R{Poster}/Contents 7 0 R/Resources<</XObject<</I 8 0 R>>>>>>")
            .ToArray();
        var pages = await SeenPage.OfAsync(_engine, document, dpi: 300);
        Assert.Equal([null, "too-many-pixels", null], pages.Select(page => page.Problem?.Error.Type));
        Assert.Equal(RecognitionFault.Page, pages[1].Problem!.Fault);
    }

    [Fact]
    public async Task For_its_own_text_a_page_is_never_too_large()
    {
        var document = PdfScan.Of("BT /F 400 Tf 900 900 Td (Large words) Tj ET", Poster).ToArray();
        var page = Assert.Single(await SeenPage.OfAsync(_engine, document, dpi: 300, text: TextSource.Layer));
        Assert.Equal("Large words", page.Text);
        Assert.InRange(page.Picture!.Height, 1400, PreviewImage.MaxSide);
    }
}
