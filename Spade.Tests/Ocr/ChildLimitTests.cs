using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>A child process runs under limits, and learns nothing that it does not need.</summary>
public sealed class ChildLimitTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task The_kernel_enforces_a_child_s_limits_so_they_outlive_the_worker()
    {
        _programs.Add("tesseract", "cat /proc/$$/limits > $folder/limits; page 95 one two three four five");
        using var engine = new OcrEngine(_programs, limits: new ToolLimits(1, Memory: 300_000_000, FileSize: 70_000_000));
        await engine.ReadAsync(ImageBytes.Page);

        var limits = await _programs.ReadAsync("limits");
        Assert.Matches(@"Max address space +300000000 +300000000 ", limits);
        Assert.Matches(@"Max file size +70000000 +70000000 ", limits);
        // 100 s before its last page, a second more than the page's time limit of 100 s, and one more until SIGKILL.
        Assert.Matches(@"Max cpu time +201 +202 ", limits);
        Assert.Matches(@"Max core file size +0 +0 ", limits);
    }

    [Fact]
    public void A_file_may_be_as_large_as_the_largest_page_and_a_little_more()
    {
        using var engine = new OcrEngine(
            settings: new() { ["Limits:MaxPixelsPerPage"] = "5000000", ["Ocr:ChildMemory"] = "300000000" });
        var limits = engine.Get<ToolLimits>();
        Assert.Equal((300_000_000, 5_000_000 + 64 * 1024 * 1024), (limits.Memory, limits.FileSize));
    }

    [Fact]
    public async Task A_page_whose_result_exceeds_the_file_size_limit_is_page_crashed()
    {
        _programs.Add("tesseract", "head -c 200000 /dev/zero; exec sleep 600");
        using var engine = new OcrEngine(_programs, limits: new ToolLimits(1, Memory: 300_000_000, FileSize: 100_000));
        AssertCrashed(
            "tesseract was ended by signal 25 (SIGXFSZ); it wrote more than it may", await engine.ProblemAsync(ImageBytes.Page));
    }

    [Theory]
    [InlineData("echo 'Error in pixCreateNoInit: pixdata_malloc fail for data' >&2; page 95", 0)]
    [InlineData("echo 'Error in pixCreateNoInit: pixdata_malloc fail for data' >&2; page 95; exit 1", 1)]
    public async Task A_page_without_enough_memory_is_page_crashed_and_neither_empty_nor_corrupt(string script, int code)
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", script));
        AssertCrashed(
            $"tesseract ended with exit code {code}; it says that it had no memory left", await engine.ProblemAsync(ImageBytes.Page));
    }

    [Fact]
    public async Task A_page_drawn_without_enough_memory_is_page_crashed_although_there_is_an_image()
    {
        _programs.Add("tesseract", "page 95 what the picture is missing from");
        _programs.Add("pdftoppm", "echo 'Out of memory' >&2; printf 'P5\\n1 1\\n255\\nx' > ${10}-$6.pgm");
        using var engine = new OcrEngine(_programs);
        AssertCrashed(
            "pdftoppm ended with exit code 0; it says that it had no memory left",
            await engine.ProblemAsync(new PdfBytes().ToArray(), pages: "1"));
    }

    [Fact]
    public async Task A_child_gets_only_the_environment_variables_that_programs_need()
    {
        Environment.SetEnvironmentVariable("SPADE_TEST_SECRET", "the database's password");
        _programs.Add("tesseract", "tr '\\0' '\\n' < /proc/$$/environ > $folder/environment; page 95 one two three four five");
        using var engine = new OcrEngine(_programs);
        await engine.ReadAsync(ImageBytes.Page);

        var variables = (await _programs.ReadAsync("environment")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] allowed =
        [
            "PATH", "HOME", "TESSDATA_PREFIX", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LANG", "TMPDIR", "OMP_THREAD_LIMIT", "SPADE_OWNER",
            // Of stdbuf, without which the rows of a page would wait for those of the next.
            "LD_PRELOAD", "_STDBUF_O",
        ];
        Assert.Subset(allowed.ToHashSet(), variables.Select(variable => variable.Split('=')[0]).ToHashSet());
        Assert.Contains("OMP_THREAD_LIMIT=1", variables);
        Assert.Contains($"SPADE_OWNER={ProcessOwner.Current}", variables);
    }

    [Fact]
    public async Task A_child_s_arguments_are_the_worker_s_own_and_the_checked_language()
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", "page 95 one two three four five"));
        await engine.ReadAsync(ImageBytes.Page, pages: "1");
        Assert.Matches(
            "^/[^ ]+/page-1.tif stdin stdout --oem 1 -l eng -c stream_filelist=true tsv$", Assert.Single(_programs.Runs("tesseract")));
    }

    private static void AssertCrashed(string how, RecognitionException problem) => Assert.Equal(
        (RecognitionFault.Tool, "page-crashed", $"Recognition of page 1 broke down: {how}."),
        (problem.Fault, problem.Error.Type, problem.Error.Message));
}
