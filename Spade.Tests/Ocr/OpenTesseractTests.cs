using Microsoft.Extensions.Time.Testing;
using Spade.Worker.Engine;
using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>Tesseract is kept open from page to page, and never longer than that is right.</summary>
public sealed class OpenTesseractTests : IDisposable
{
    private const string FiveWords = "page 95 one two three four five";

    private static readonly ToolLimits OneSlot = new(1, Memory: 300_000_000, FileSize: 70_000_000);

    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task Pages_one_after_another_are_read_by_one_process()
    {
        using var engine = Engine(FiveWords);
        for (var page = 0; page < 3; page++)
            Assert.Equal(["one two three four five"], await ReadAsync(engine));
        Assert.Equal(3, _programs.Runs("tesseract").Count);
        Assert.Single(_programs.Processes("tesseract"));
    }

    [Fact]
    public async Task Another_language_gets_a_process_of_its_own_and_ends_the_other_one_when_there_is_no_slot_for_both()
    {
        using var engine = Engine(FiveWords);
        var pool = engine.Get<TesseractPool>();
        foreach (var language in (string[])["eng", "deu", "eng"])
            Assert.True((await pool.ReadAsync(language, "/image-1.tif", TimeSpan.FromSeconds(100), CancellationToken.None)).IsGood);

        var processes = _programs.Processes("tesseract");
        Assert.Equal(3, processes.Count);
        await FakePrograms.EndedAsync(processes[0]);
        await FakePrograms.EndedAsync(processes[1]);
        Assert.NotNull(ProcFile.StartTime(processes[2]));
    }

    [Fact]
    public async Task With_a_slot_for_each_both_stay_open()
    {
        using var engine = Engine(FiveWords, limits: OneSlot with { ProcessesAtOnce = 2 });
        var pool = engine.Get<TesseractPool>();
        foreach (var language in (string[])["eng", "deu", "eng", "deu"])
            await pool.ReadAsync(language, "/image-1.tif", TimeSpan.FromSeconds(100), CancellationToken.None);
        Assert.Equal(2, _programs.Processes("tesseract").Count);
    }

    [Fact]
    public async Task One_without_a_page_for_ten_seconds_is_ended()
    {
        var time = new FakeTimeProvider();
        using var engine = Engine(FiveWords, time);
        await ReadAsync(engine);
        time.Advance(TimeSpan.FromSeconds(9));
        await ReadAsync(engine);
        time.Advance(TimeSpan.FromSeconds(9));
        var process = Assert.Single(_programs.Processes("tesseract"));
        Assert.NotNull(ProcFile.StartTime(process));

        time.Advance(TimeSpan.FromSeconds(1));

        await FakePrograms.EndedAsync(process);
        Assert.Equal(["one two three four five"], await ReadAsync(engine));
    }

    [Fact]
    public async Task One_of_a_language_that_is_not_needed_any_more_is_ended_while_another_goes_on()
    {
        var time = new FakeTimeProvider();
        using var engine = Engine(FiveWords, time, OneSlot with { ProcessesAtOnce = 2 });
        var pool = engine.Get<TesseractPool>();
        foreach (var language in (string[])["deu", "eng"])
            await pool.ReadAsync(language, "/image-1.tif", TimeSpan.FromSeconds(100), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(6));
        await pool.ReadAsync("eng", "/image-1.tif", TimeSpan.FromSeconds(100), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(4));

        var processes = _programs.Processes("tesseract");
        await FakePrograms.EndedAsync(processes[0]);
        Assert.NotNull(ProcFile.StartTime(processes[1]));
    }

    [Fact]
    public async Task A_worker_that_stops_ends_it()
    {
        using (var engine = Engine(FiveWords))
            await ReadAsync(engine);
        await FakePrograms.EndedAsync(Assert.Single(_programs.Processes("tesseract")));
    }

    [Fact]
    public async Task One_that_is_ended_between_two_pages_is_replaced_and_no_page_fails()
    {
        using var engine = Engine(FiveWords);
        await ReadAsync(engine);
        var first = Assert.Single(_programs.Processes("tesseract"));
        System.Diagnostics.Process.GetProcessById(first).Kill();
        await FakePrograms.EndedAsync(first);

        Assert.Equal(["one two three four five"], await ReadAsync(engine));
        Assert.Equal(2, _programs.Processes("tesseract").Count);
    }

    [Theory]
    [InlineData("kill -SEGV $$")]
    [InlineData("echo 'pixdata_malloc fail' >&2; page 95 one two three four five")]
    public async Task One_that_broke_down_reads_no_further_page(string failure)
    {
        using var engine = Engine($"case $(wc -l < \"$0.runs\") in 1) {failure};; *) {FiveWords};; esac");
        Assert.Equal("page-crashed", (await Assert.ThrowsAsync<RecognitionException>(() => ReadAsync(engine))).Error.Type);
        var first = Assert.Single(_programs.Processes("tesseract"));

        Assert.Equal(["one two three four five"], await ReadAsync(engine));
        Assert.Equal(2, _programs.Processes("tesseract").Count);
        await FakePrograms.EndedAsync(first);
    }

    [Fact]
    public async Task One_whose_recogniser_learns_from_pages_reads_only_one()
    {
        using var engine = Engine($"echo 'Error: LSTM requested, but not present!! Loading tesseract.' >&2; {FiveWords}");
        await ReadAsync(engine);
        await ReadAsync(engine);
        Assert.Equal(2, _programs.Processes("tesseract").Count);
    }

    [Fact]
    public async Task One_that_has_used_much_processor_time_reads_no_further_page()
    {
        using var engine = Engine(FiveWords);
        var command = new ToolCommand(
            engine.Get<Toolchain>().Tesseract, _programs.Folder, TimeSpan.FromSeconds(100), TesseractProcess.Arguments("eng"));
        using var process = new TesseractProcess(engine.Get<ToolStarter>(), command, 1000, TimeProvider.System);
        Assert.True((await process.ReadAsync("/image-1.tif", TimeSpan.FromSeconds(100), CancellationToken.None)).IsGood);
        Assert.True(process.MayGoOn(TimeSpan.FromSeconds(100)));
        Assert.False(process.MayGoOn(TimeSpan.Zero));
    }

    [Fact]
    public async Task What_it_complains_of_on_one_page_is_not_held_against_the_next()
    {
        using var engine = Engine($"case $(wc -l < \"$0.runs\") in 1) echo noise >&2; {FiveWords};; *) exit 3;; esac");
        var pool = engine.Get<TesseractPool>();
        var first = await pool.ReadAsync("eng", "/image-1.tif", TimeSpan.FromSeconds(100), CancellationToken.None);
        var second = await pool.ReadAsync("eng", "/image-2.tif", TimeSpan.FromSeconds(100), CancellationToken.None);
        Assert.Equal((0, "noise\n", true), (first.Exit.Code, first.Exit.Errors, first.IsGood));
        Assert.Equal((3, "", false), (second.Exit.Code, second.Exit.Errors, second.IsGood));
    }

    private OcrEngine Engine(string script, TimeProvider? time = null, ToolLimits? limits = null) =>
        new(_programs.Add("tesseract", script), time, limits ?? OneSlot);

    private static Task<IReadOnlyList<string>> ReadAsync(OcrEngine engine) => engine.ReadAsync(ImageBytes.Page);
}
