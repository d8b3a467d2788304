using Microsoft.Extensions.Time.Testing;
using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>A page that cannot be recognised says why, and whether it is the document's fault or the machine's.</summary>
public sealed class PageProblemTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("tesseract")]
    [InlineData("pdftoppm")]
    public async Task A_page_that_hangs_a_program_is_page_timeout_and_the_program_is_ended(string program)
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(_programs.Add(program, "exec sleep 600"), time);
        var reading = engine.ProblemAsync(FourCorners.Pdf(), pages: "1", dpi: 72);

        var child = await _programs.StartedAsync(program);
        time.Advance(TimeSpan.FromSeconds(100));

        AssertProblem(RecognitionFault.Page, "page-timeout", "Page 1 could not be recognised within 100 s.", await reading);
        await FakePrograms.EndedAsync(child);
    }

    [Theory]
    [InlineData("kill -ABRT $$", "tesseract was ended by signal 6 (SIGABRT)")]
    [InlineData("echo /secret/path >&2; exit 7", "tesseract ended with exit code 7")]
    [InlineData("echo std::bad_alloc >&2; kill -ABRT $$",
        "tesseract was ended by signal 6 (SIGABRT); it says that it had no memory left")]
    [InlineData("kill -KILL $$", "tesseract was ended by signal 9 (SIGKILL), from outside: so does the kernel when memory runs out")]
    public async Task A_page_that_crashes_its_program_is_page_crashed_and_says_how(string script, string how)
    {
        _programs.Add("tesseract", script);
        AssertProblem(RecognitionFault.Tool, "page-crashed", $"Recognition of page 1 broke down: {how}.", await ProblemAsync());
    }

    [Theory]
    [InlineData("kill -SEGV $$", "pdftoppm was ended by signal 11 (SIGSEGV)")]
    [InlineData("exit 0", "pdftoppm ended well, but left no result")]
    public async Task So_is_a_page_that_crashes_while_it_is_drawn(string script, string how)
    {
        using var engine = new OcrEngine(_programs.Add("pdftoppm", script));
        var problem = await engine.ProblemAsync(Drawn(), pages: "2");
        AssertProblem(RecognitionFault.Tool, "page-crashed", $"Recognition of page 2 broke down: {how}.", problem);
    }

    [Fact]
    public async Task Pages_whose_batch_crashes_are_drawn_one_by_one()
    {
        _programs.Add("tesseract", "page 95 read all the same today");
        _programs.Add("pdftoppm", """
            first=$6 last=$8 prefix=${10}
            [ "$first" = "$last" ] || kill -SEGV $$
            # Two rows of ink between white ones.
            {
                printf 'P5\n64 48\n255\n'
                printf '%1344s' | tr ' ' '\377'
                printf '%128s' | tr ' ' '\000'
                printf '%1600s' | tr ' ' '\377'
            } > "$prefix-$first.pgm"
            """);
        // Then the first two pages come alone, and the next two together.
        using var engine = new OcrEngine(_programs, settings: new() { ["Ocr:PagesAtOnce"] = "1" });

        var texts = await engine.ReadAsync(await File.ReadAllBytesAsync(Samples.TwentyPages.FilePath), pages: "1-4");

        Assert.Equal(Enumerable.Repeat("read all the same today", 4), texts);
        Assert.Equal(5, _programs.Runs("pdftoppm").Count(run => run.Contains(" -r ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_program_that_was_told_to_end_says_nothing_about_its_page()
    {
        _programs.Add("tesseract", "kill -TERM $$");
        AssertProblem(RecognitionFault.Stopped, "stopped", "Recognition was stopped from outside.", await ProblemAsync());
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("echo 'no row of a page'")]
    public async Task An_image_that_tesseract_cannot_read_is_corrupt(string script)
    {
        _programs.Add("tesseract", script);
        AssertProblem(RecognitionFault.Page, "corrupt", "Page 1 is damaged and cannot be read.", await ProblemAsync());
    }

    [Fact]
    public async Task Tesseract_that_fails_before_it_opens_the_image_says_nothing_about_it()
    {
        using var reader = new PageReader();
        var problem = await Assert.ThrowsAsync<RecognitionException>(
            () => reader.ReadAsync(new GrayPage(640, 480).Fill(new(100, 100, 200, 40), 0), "no-such-language"));
        AssertProblem(
            RecognitionFault.Tool, "page-crashed", "Recognition of page 7 broke down: tesseract ended with exit code 1.", problem);
    }

    [Theory]
    [InlineData("page 95 one two three four five; exit 0")]
    [InlineData("exit 0")]
    public async Task A_program_that_ends_well_before_its_page_does_has_left_no_result(string script)
    {
        _programs.Add("tesseract", script);
        AssertProblem(
            RecognitionFault.Tool, "page-crashed", "Recognition of page 1 broke down: tesseract ended well, but left no result.",
            await ProblemAsync());
    }

    // With a box in a corner, so that the pages are more than their images and have to be drawn.
    private static byte[] Drawn() => new PdfBytes()
        .SetStream(4, "", Boxed).SetStream(PdfBytes.SecondContent, "", Boxed).SetStream(10, "", Boxed).ToArray();

    private static byte[] Boxed => "q 595 0 0 842 0 0 cm /I Do Q 0 0 50 50 re f"u8.ToArray();

    private async Task<RecognitionException> ProblemAsync()
    {
        using var engine = new OcrEngine(_programs);
        return await engine.ProblemAsync(ImageBytes.Page);
    }

    private static void AssertProblem(RecognitionFault fault, string type, string sentence, RecognitionException problem) =>
        Assert.Equal((fault, type, sentence), (problem.Fault, problem.Error.Type, problem.Error.Message));
}
