using Microsoft.Extensions.Time.Testing;
using Spade.Documents.Pages;
using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary><c>text=layer</c> takes the text that a page has of its own, whatever it is; <c>text=auto</c> takes it where it is
/// sound.</summary>
[Collection(BusyEngine.Name)]
public sealed class OwnTextTests : IDisposable
{
    private const string Full = "q 595 0 0 842 0 0 cm /I Do Q ";

    private readonly OcrEngine _engine = new();

    /// <summary>Pages whose own text is not what they show.</summary>
    public static TheoryData<string> Unsound { get; } =
    [
        "mapped to other letters", "mapped to no characters", "mapped to private characters", "half of the page", "hidden words",
        "text of another page", "one word over a scan", "scan without text", "text on its side", "blank",
    ];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(TextSource.Layer)]
    [InlineData(TextSource.Auto)]
    public async Task The_text_of_a_page_is_taken_with_its_places(TextSource source)
    {
        var page = await OnlyAsync(PdfScan.Of(OwnTextPdf.Show(OwnTextPdf.Lines)).ToArray(), source);
        var layout = page.OwnText!;
        Assert.Equal(OwnTextPdf.Text, page.Text);
        Assert.Equal((TextSource.Layer, "eng", 0, 0.0), (layout.Source, layout.Language, layout.Rotation, layout.Skew));
        Assert.Equal((page.Picture!.Width, page.Picture.Height), (layout.Width, layout.Height));
        Assert.Equal((595, 842), (layout.WidthPoints, layout.HeightPoints));
        Assert.Equal(OwnTextPdf.Lines, layout.Lines.Select(line => string.Join(' ', line.Words.Select(word => word.Text))));
        Assert.All(layout.Lines.SelectMany(line => line.Words), word => Assert.Null(word.Confidence));
        var first = layout.Lines[0].Words[0].Box;
        var scale = layout.Width / 595.0;
        Assert.InRange(first.Left, 59 * scale, 62 * scale);
        Assert.InRange(first.Top, (842 - 760 - 17) * scale, (842 - 760 - 10) * scale);
        Assert.Equal((first.Left, first.Top), (layout.Lines[0].Box.Left, layout.Lines[0].Box.Top));
    }

    [Fact]
    public async Task A_font_whose_table_of_characters_is_right_is_sound() =>
        Assert.Equal(OwnTextPdf.Text, (await OnlyAsync(OwnTextPdf.Mapped(code => code), TextSource.Auto)).Text);

    [Fact]
    public async Task So_is_text_that_lies_under_a_scan_and_says_what_the_scan_shows()
    {
        var page = await OnlyAsync(
            PdfScan.Of(Full + "BT 3 Tr /F 20 Tf 54 757 Td (Sheet one of the ledger) Tj ET").ToArray(), TextSource.Auto);
        Assert.Equal((PdfBytes.Texts[0], true), (page.Text, page.IsTaken));
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task Text_that_is_not_what_the_page_shows_is_not_taken_by_auto(string kind)
    {
        var page = await OnlyAsync(UnsoundPage(kind), TextSource.Auto);
        Assert.Null(page.Problem);
        Assert.Null(page.OwnText);
        Assert.Equal(150, page.Dpi);
    }

    [Theory]
    [InlineData("mapped to other letters")]
    [InlineData("half of the page")]
    [InlineData("text of another page")]
    public async Task Layer_takes_it_all_the_same(string kind) =>
        Assert.NotEmpty((await OnlyAsync(UnsoundPage(kind), TextSource.Layer)).Text!);

    [Fact]
    public async Task Auto_decides_for_each_page()
    {
        var document = new PdfBytes()
            .Set(6, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R"
                + "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>")
            .SetStream(7, "", System.Text.Encoding.ASCII.GetBytes(OwnTextPdf.Show(OwnTextPdf.Lines)))
            .ToArray();
        var pages = await SeenPage.OfAsync(_engine, document, text: TextSource.Auto);
        Assert.Equal([null, OwnTextPdf.Text, null], pages.Select(page => page.Text));
        Assert.True(pages[0].IsTaken);
    }

    [Theory]
    [InlineData(TextSource.Ocr)]
    [InlineData(TextSource.Auto)]
    public async Task A_page_without_text_is_recognised(TextSource source) =>
        Assert.All(await SeenPage.OfAsync(_engine, new PdfBytes().ToArray(), text: source), page => Assert.Null(page.OwnText));

    [Fact]
    public async Task A_page_without_text_of_its_own_is_a_problem_of_layer()
    {
        var page = (await SeenPage.OfAsync(_engine, new PdfBytes().ToArray(), text: TextSource.Layer))[1];
        Assert.Equal((RecognitionFault.Page, "no-text-layer"), (page.Problem!.Fault, page.Problem.Error.Type));
        Assert.Equal(
            "Page 2 has no text of its own. Upload the document with ?text=auto, and such pages are recognised.",
            page.Problem.Error.Message);
    }

    [Fact]
    public async Task A_blank_page_without_text_is_an_empty_page_of_layer()
    {
        var page = await OnlyAsync(PdfScan.Of("").ToArray(), TextSource.Layer);
        Assert.Empty(page.OwnText!.Lines);
        Assert.Equal(TextSource.Layer, page.OwnText.Source);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_decoded_is_a_problem_of_auto_and_none_of_layer()
    {
        const string Picture = "q 100 0 0 100 60 300 cm /I Do Q ";
        var document = PdfScan.Of(Picture + OwnTextPdf.Show(OwnTextPdf.Lines))
            .SetStream(
                5, "/Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode",
                "1 is no compressed data"u8.ToArray())
            .ToArray();
        Assert.Equal(OwnTextPdf.Text, (await OnlyAsync(document, TextSource.Layer)).Text);
        Assert.Equal("corrupt", (await OnlyAsync(document, TextSource.Auto)).Problem?.Error.Type);
        Assert.Equal("corrupt", (await OnlyAsync(document, TextSource.Ocr)).Problem?.Error.Type);
    }

    [Theory]
    [InlineData("middle-page-garbled-flate.pdf")]
    [InlineData("middle-image-missing.pdf")]
    public async Task A_damaged_page_without_text_is_a_problem_of_layer_too(string input)
    {
        var page = (await SeenPage.OfAsync(_engine, Inputs.Read(input), text: TextSource.Layer))[1];
        Assert.Equal("corrupt", page.Problem?.Error.Type);
    }

    [Fact]
    public async Task So_is_one_whose_form_with_text_is_missing()
    {
        var document = PdfScan.Of(OwnTextPdf.Show(OwnTextPdf.Lines) + "/Other Do").ToArray();
        var problem = (await OnlyAsync(document, TextSource.Layer)).Problem;
        Assert.Equal(
            ("corrupt", "Page 1 of the PDF is damaged: a picture or a form that it shows is missing."),
            (problem?.Error.Type, problem?.Error.Message));
    }

    [Theory]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[0 700 595 842]", "The ferry to the island leaves at seven in the morning and")]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[700 900 800 1000]", "The ferry to the island")]
    [InlineData("/MediaBox[0 0 595 842]/UserUnit 4", "The ferry to the island")]
    public async Task Words_lie_where_the_page_shows_them(string boxes, string start)
    {
        var page = await OnlyAsync(PdfScan.Of(OwnTextPdf.Show(OwnTextPdf.Lines), boxes).ToArray(), TextSource.Layer);
        Assert.StartsWith(start, page.Text, StringComparison.Ordinal);
        AssertInked(page);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task So_do_those_of_a_page_that_is_turned(int rotation)
    {
        var page = await OnlyAsync(
            PdfScan.Of(OwnTextPdf.Show(OwnTextPdf.Lines), $"/MediaBox[0 0 595 842]/Rotate {rotation}").ToArray(), TextSource.Layer);
        AssertInked(page);
    }

    [Fact]
    public async Task Characters_that_xml_does_not_allow_become_replacement_characters()
    {
        var document = OwnTextPdf.Mapped(code => code switch { 'e' => 1, 'o' => 0xFFFE, 'a' => '<', _ => code });
        var page = await OnlyAsync(document, TextSource.Layer);
        Assert.StartsWith("Th\uFFFD f\uFFFDrry t\uFFFD th\uFFFD isl<nd", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("kill -SEGV $$")]
    [InlineData("printf '<doc><page><word xMin=\"1\"' > $output")]
    [InlineData("printf '<!DOCTYPE d [<!ENTITY a \"aaaa\">]><doc>&a;</doc>' > $output")]
    [InlineData("printf '<doc><!DOCTYPE d [<!ENTITY a \"aaaa\">]>&a;</doc>' > $output")]
    [InlineData("head -c 9000000 /dev/zero > $output")]
    public async Task Text_that_cannot_be_read_is_a_problem_of_layer_and_none_of_auto(string script)
    {
        using var programs = new FakePrograms().Add("pdftotext", $"for output; do :; done; {script}");
        using var engine = new OcrEngine(programs);
        var document = PdfScan.Of(OwnTextPdf.Show(OwnTextPdf.Lines)).ToArray();
        var page = Assert.Single(await SeenPage.OfAsync(engine, document, text: TextSource.Layer));
        Assert.Equal("no-text-layer", page.Problem?.Error.Type);
        Assert.StartsWith("The text that page 1 has of its own cannot be read.", page.Problem!.Error.Message, StringComparison.Ordinal);
        page = Assert.Single(await SeenPage.OfAsync(engine, document, text: TextSource.Auto));
        Assert.Equal((null, null), (page.Problem, page.OwnText));
    }

    [Fact]
    public async Task A_program_that_hangs_on_the_text_is_ended()
    {
        var time = new FakeTimeProvider();
        using var programs = new FakePrograms().Add("pdftotext", "exec sleep 600");
        using var engine = new OcrEngine(programs, time);
        var reading = SeenPage.OfAsync(engine, PdfScan.Of(OwnTextPdf.Show(OwnTextPdf.Lines)).ToArray(), text: TextSource.Layer);
        var child = await programs.StartedAsync("pdftotext");
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("no-text-layer", Assert.Single(await reading).Problem?.Error.Type);
        await FakePrograms.EndedAsync(child);
    }

    private async Task<SeenPage> OnlyAsync(byte[] document, TextSource source) =>
        Assert.Single(await SeenPage.OfAsync(_engine, document, text: source));

    /// <summary>Every word has something dark in its box, and there is almost nothing dark elsewhere.</summary>
    private static void AssertInked(SeenPage page)
    {
        var (width, pixels) = (page.Picture!.Width, (byte[])[.. page.Picture.Pixels]);
        var dark = pixels.Count(pixel => pixel < 128);
        foreach (var word in page.OwnText!.Lines.SelectMany(line => line.Words))
        {
            var isInked = false;
            for (var y = word.Box.Top; y < word.Box.Top + word.Box.Height; y++)
            {
                var row = pixels.AsSpan(y * width + word.Box.Left, word.Box.Width);
                isInked |= row.ContainsAnyInRange((byte)0, (byte)160);
                row.Fill(255);
            }

            Assert.True(isInked, word.Text);
        }

        Assert.InRange(pixels.Count(pixel => pixel < 128), 0, dark / 30);
    }

    private static byte[] UnsoundPage(string kind) => kind switch
    {
        "mapped to other letters" => OwnTextPdf.Mapped(code => code is >= 'a' and < 'z' ? code + 1 : code),
        "mapped to no characters" => OwnTextPdf.Mapped(code => code is >= 'a' and <= 'e' ? 0xFFFD : code),
        "mapped to private characters" => OwnTextPdf.Mapped(code => code is >= 'a' and <= 'e' ? 0xE000 + code : code),
        "half of the page" => PdfScan.Of(
            "q 500 0 0 700 40 0 cm /I Do Q " + OwnTextPdf.Show(OwnTextPdf.Lines.Take(1), top: 800)).ToArray(),
        "hidden words" => PdfScan.Of(
            OwnTextPdf.Show(OwnTextPdf.Lines) + OwnTextPdf.Show(OwnTextPdf.Lines, "1 g", top: 300)).ToArray(),
        "text of another page" => PdfScan.Of(
            Full + "BT 3 Tr /F 20 Tf 54 757 Td (Notes about winter birds) Tj ET").ToArray(),
        "one word over a scan" => PdfScan.Of(Full + "BT 3 Tr /F 12 Tf 60 700 Td (Page) Tj ET").ToArray(),
        "scan without text" => PdfScan.Of(Full).ToArray(),
        "text on its side" => PdfScan.Of($"0 1 -1 0 595 0 cm {OwnTextPdf.Show(OwnTextPdf.Lines, top: 500)}").ToArray(),
        "blank" => PdfScan.Of("").ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
