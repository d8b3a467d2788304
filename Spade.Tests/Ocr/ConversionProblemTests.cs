using Microsoft.Extensions.Time.Testing;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>An image that the decoding program does not deliver says why, and whether it is the page's fault or the machine's.</summary>
public sealed class ConversionProblemTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task An_image_that_hangs_the_program_is_page_timeout_and_the_program_is_ended()
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(Add("exec sleep 600"), time);
        var reading = engine.ProblemAsync(ImageBytes.Page);

        var child = await _programs.StartedAsync("magick");
        time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal("page-timeout", (await reading).Error.Type);
        await FakePrograms.EndedAsync(child);
    }

    [Theory]
    [InlineData("kill -SEGV $$", "magick was ended by signal 11 (SIGSEGV)")]
    [InlineData("exit 0", "magick ended well, but left no result")]
    [InlineData("exit 1", "magick ended with exit code 1")]
    [InlineData("echo \"convert: unable to write file 'page-1.pgm' @ error/constitute.c\" >&2; exit 1", "magick ended with exit code 1")]
    [InlineData("echo \"convert: cache resources exhausted 'document' @ error/cache.c\" >&2; exit 1",
        "magick ended with exit code 1; it says that it had no memory left")]
    public async Task A_program_that_breaks_down_says_nothing_about_the_image(string script, string how)
    {
        using var engine = new OcrEngine(Add(script));
        var problem = await engine.ProblemAsync(ImageBytes.Page);
        Assert.Equal(
            (RecognitionFault.Tool, "page-crashed", $"Recognition of page 1 broke down: {how}."),
            (problem.Fault, problem.Error.Type, problem.Error.Message));
    }

    [Fact]
    public async Task A_page_of_another_size_than_the_header_promised_is_corrupt()
    {
        using var engine = new OcrEngine(Add("printf 'P5\\n2 2\\n255\\nabcd' > page-1.pgm"));
        var problem = await engine.ProblemAsync(ImageBytes.Page);
        Assert.Equal((RecognitionFault.Page, "corrupt"), (problem.Fault, problem.Error.Type));
    }

    [Fact]
    public async Task A_program_that_was_told_to_end_says_nothing_about_its_page()
    {
        using var engine = new OcrEngine(Add("kill -TERM $$"));
        Assert.Equal(RecognitionFault.Stopped, (await engine.ProblemAsync(ImageBytes.Page)).Fault);
    }

    // Where there is a magick, no convert is called.
    private FakePrograms Add(string script) => _programs.Add("convert", script).Add("magick", script);
}
