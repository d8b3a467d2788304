using Microsoft.Extensions.Time.Testing;
using Spade.Tests.Documents.Inspection;
using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;
using Spade.Worker.Languages;

namespace Spade.Tests.Ocr;

/// <summary>What the API cannot see in headers fails the document in the worker, with a stable type and a sentence.</summary>
public sealed class DocumentProblemTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    /// <summary>The programs that read a PDF's structure.</summary>
    public static TheoryData<string> Inspectors { get; } = ["pdfinfo", "qpdf", "pdfimages"];

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task A_pdf_that_opens_only_with_a_password_is_password_required()
    {
        var document = await Encrypted(userPassword: "secret");
        AssertDocument("password-required", "The PDF opens only with a password. Upload a copy without one.", await ProblemAsync(document));
    }

    [Fact]
    public async Task A_pdf_with_an_owner_password_only_is_read()
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", "page 95 this page can be read"));
        var document = await Encrypted(userPassword: "");
        Assert.Equal(["this page can be read"], await engine.ReadAsync(document, pages: "1", dpi: 72));
    }

    [Theory]
    [InlineData("2", "Page 2 was asked for, but the document has 1 page.")]
    [InlineData("1-3", "Page 3 was asked for, but the document has 1 page.")]
    public async Task A_page_past_the_end_is_page_out_of_range(string pages, string sentence) =>
        AssertDocument("page-out-of-range", sentence, await ProblemAsync(ImageBytes.Page, pages));

    [Fact]
    public async Task A_document_with_more_pages_than_the_limit_is_too_many_pages()
    {
        const string Sentence = "The document has more than 2 pages, the most that are accepted.";
        var tiff = TiffBytes.Of((1, 1, new byte[1]), (1, 1, new byte[1]), (1, 1, new byte[1]));
        AssertDocument("too-many-pages", Sentence, await ProblemAsync(tiff, setting: ("Limits:MaxPages", "2")));
        AssertDocument("too-many-pages", Sentence, await ProblemAsync(new PdfBytes().ToArray(), setting: ("Limits:MaxPages", "2")));
    }

    [Fact]
    public async Task A_page_with_more_pixels_than_the_limit_is_too_many_pixels()
    {
        AssertDocument(
            "too-many-pixels", "Page 1 has 20000 x 20000 pixels; 100000000 pixels are the most that are accepted.",
            await ProblemAsync(ImageBytes.Png(20_000, 20_000)));
        AssertDocument(
            "too-many-pixels",
            "Page 1 has 41667 x 41667 pixels at 150 dpi; 100000000 pixels are the most that are accepted. "
            + "It does not fit at 72 dpi either, the least that ?dpi= takes: upload it on smaller pages.",
            await ProblemAsync(FourCorners.Pdf("/MediaBox[0 0 20000 20000]")));
    }

    [Fact]
    public async Task A_small_pdf_page_with_a_huge_image_in_it_is_too_many_pixels()
    {
        var image = "/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode";
        var document = new PdfBytes().SetStream(PdfBytes.SecondImage, image, PdfBytes.SecondImageData).ToArray();
        AssertDocument(
            "too-many-pixels", "Page 2 holds an image of 20000 x 20000 pixels; 100000000 pixels are the most that are accepted.",
            await ProblemAsync(document, pages: "2"));
    }

    [Fact]
    public async Task A_language_that_this_worker_lacks_may_be_there_on_another()
    {
        using var engine = new OcrEngine();
        var problem = await engine.ProblemAsync(ImageBytes.Page, language: "eng+fra");
        Assert.Equal(RecognitionFault.Tool, problem.Fault);
        Assert.Equal(
            ("language-unavailable", "The language 'fra' is not installed on the worker that took the document."),
            (problem.Error.Type, problem.Error.Message));
    }

    [Theory]
    [InlineData("osd")]
    [InlineData("../eng")]
    [InlineData("script/Latin")]
    public async Task Only_a_language_that_Tesseract_lists_is_given_to_it(string language)
    {
        _programs.Add("tesseract", "");
        using var engine = new OcrEngine(_programs);
        engine.Get<InstalledLanguages>().Learn(["eng", "osd", "script/Latin"]);
        Assert.Equal("language-unavailable", (await engine.ProblemAsync(ImageBytes.Page, language: language)).Error.Type);
        Assert.Empty(_programs.Runs("tesseract"));
    }

    [Fact]
    public async Task A_language_that_is_no_longer_offered_is_language_unavailable()
    {
        using var engine = new OcrEngine(settings: new() { ["Ocr:Languages"] = "eng" });
        AssertDocument(
            "language-unavailable", "The language 'fra' is not offered any more.",
            await engine.ProblemAsync(ImageBytes.Page, language: "fra"));
    }

    [Theory]
    [InlineData("/etc/passwd\n/etc/shadow\n")]
    [InlineData("http://example.org/scan.png\n")]
    [InlineData("")]
    public async Task What_is_no_scan_is_corrupt_and_no_program_sees_it(string content)
    {
        _programs.Add("tesseract", "").Add("pdfinfo", "").Add("convert", "").Add("magick", "");
        AssertDocument(
            "corrupt", "The document is none of the kinds that are read here.",
            await ProblemAsync(System.Text.Encoding.ASCII.GetBytes(content)));
        Assert.Empty(_programs.Runs("tesseract"));
        Assert.Empty(_programs.Runs("pdfinfo"));
        Assert.Empty(_programs.Runs("convert"));
        Assert.Empty(_programs.Runs("magick"));
    }

    [Theory]
    [MemberData(nameof(Inspectors))]
    public async Task An_inspection_that_hangs_is_inspection_timeout_and_may_be_tried_again(string program)
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(_programs.Add(program, "exec sleep 600"), time);
        var reading = engine.ProblemAsync(new PdfBytes().ToArray());

        var child = await _programs.StartedAsync(program);
        time.Advance(TimeSpan.FromSeconds(30));

        AssertTool(
            "inspection-timeout", "The PDF's structure was not read within 30 s, because the machine was busy.", await reading);
        await FakePrograms.EndedAsync(child);
    }

    [Theory]
    [MemberData(nameof(Inspectors))]
    public async Task An_inspection_that_crashes_is_inspection_crashed_and_may_be_tried_again(string program)
    {
        _programs.Add(program, "kill -SEGV $$");
        AssertTool(
            "inspection-crashed", $"Reading the document's structure broke down: {program} was ended by signal 11 (SIGSEGV).",
            await ProblemAsync(new PdfBytes().ToArray()));
    }

    private async Task<RecognitionException> ProblemAsync(
        byte[] document, string? pages = null, (string Name, string Value)? setting = null)
    {
        Dictionary<string, string?> settings = [];
        if (setting is { } given)
            settings[given.Name] = given.Value;
        using var engine = new OcrEngine(_programs, settings: settings);
        return await engine.ProblemAsync(document, pages);
    }

    private async Task<byte[]> Encrypted(string userPassword)
    {
        var (plain, locked) = (Path.Combine(_programs.Folder, "plain.pdf"), Path.Combine(_programs.Folder, "locked.pdf"));
        await File.WriteAllBytesAsync(plain, new PdfBytes().ToArray());
        var run = await ProcessRun.OfAsync("qpdf", ["--encrypt", userPassword, "owner", "256", "--", plain, locked]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return await File.ReadAllBytesAsync(locked);
    }

    private static void AssertDocument(string type, string sentence, RecognitionException problem) =>
        Assert.Equal((RecognitionFault.Document, type, sentence), (problem.Fault, problem.Error.Type, problem.Error.Message));

    private static void AssertTool(string type, string sentence, RecognitionException problem) =>
        Assert.Equal((RecognitionFault.Tool, type, sentence), (problem.Fault, problem.Error.Type, problem.Error.Message));
}
