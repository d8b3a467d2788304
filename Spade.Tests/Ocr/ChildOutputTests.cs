using Microsoft.Extensions.Time.Testing;
using Spade.Tests.Infrastructure;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>Whatever a child process prints is read, so that the child never blocks, and only a little of it is kept.</summary>
public sealed class ChildOutputTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("head -c 8000000 /dev/zero; echo")]
    [InlineData("head -c 8000000 /dev/zero >&2")]
    [InlineData("yes 'a line of output' | head -n 200000")]
    [InlineData("yes 'a line of output' | head -n 200000 >&2")]
    public async Task A_program_that_floods_its_output_delivers_its_page_all_the_same(string flood)
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", $"{flood}; page 95 one two three four five"));
        Assert.Equal(["one two three four five"], await engine.ReadAsync(ImageBytes.Page));
    }

    [Fact]
    public async Task A_flood_without_end_is_ended_at_the_page_s_time_limit()
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(_programs.Add("tesseract", "exec yes >&2"), time);
        var reading = engine.ProblemAsync(ImageBytes.Page);
        await _programs.StartedAsync("tesseract");
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("page-timeout", (await reading).Error.Type);
    }

    [Fact]
    public async Task A_table_without_end_is_ended_when_it_is_longer_than_that_of_any_page()
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", "exec yes"));
        var problem = await engine.ProblemAsync(ImageBytes.Page);
        Assert.Equal(
            "Recognition of page 1 broke down: tesseract was ended by signal 25 (SIGXFSZ); it wrote more than it may.",
            problem.Error.Message);
        await FakePrograms.EndedAsync(await _programs.StartedAsync("tesseract"));
    }

    [Fact]
    public async Task The_beginning_of_its_errors_is_kept_and_a_line_that_is_too_long_is_cut()
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", """
            head -c 100000 /dev/zero | tr '\0' x; echo; echo after
            echo first >&2; yes noise | head -n 100000 >&2
            exit 3
            """));
        List<string> lines = [];
        var tesseract = engine.Get<Toolchain>().Tesseract;
        var command = new ToolCommand(tesseract, _programs.Folder, TimeSpan.FromSeconds(100)) { OnLine = lines.Add };

        var exit = await engine.Get<ToolRunner>().RunAsync(command, CancellationToken.None);

        Assert.Equal([new string('x', BoundedLines.MaxLength), "after"], lines);
        Assert.StartsWith("first\nnoise\n", exit.Errors, StringComparison.Ordinal);
        Assert.InRange(exit.Errors.Length, 4000, 4096);
    }

    [Fact]
    public async Task A_program_that_has_ended_leaves_no_pipe_open()
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", "readlink /proc/self/fd/1 /proc/self/fd/2"));
        List<string> pipes = [];
        var tesseract = engine.Get<Toolchain>().Tesseract;
        var command = new ToolCommand(tesseract, _programs.Folder, TimeSpan.FromSeconds(100)) { OnLine = pipes.Add };

        await engine.Get<ToolRunner>().RunAsync(command, CancellationToken.None);

        Assert.Equal(2, pipes.Count(pipe => pipe.StartsWith("pipe:", StringComparison.Ordinal)));
        Assert.Empty(OpenFile.Of(Environment.ProcessId).Intersect(pipes));
    }

    [Fact]
    public async Task A_last_line_without_its_end_is_a_line()
    {
        List<string> lines = [];
        await BoundedLines.ReadAsync(new MemoryStream("one\n\ntwo"u8.ToArray()), lines.Add, CancellationToken.None);
        Assert.Equal(["one", "", "two"], lines);
    }
}
