using System.Net;
using System.Text.Json;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>A page that cannot be read is an error of the page. The other pages are read.</summary>
public sealed class PageErrorTests : IDisposable
{
    private readonly TesseractShim _tesseract = new(TimeSpan.FromSeconds(0.2));
    private readonly BrokenPages _pages;

    public PageErrorTests() => _pages = new BrokenPages(_tesseract);

    public void Dispose()
    {
        _tesseract.Dispose();
    }

    [Theory]
    [InlineData("middle-page-garbled-flate.pdf")]
    [InlineData("middle-image-missing.pdf")]
    public async Task A_damaged_page_in_the_middle_is_named_and_the_others_are_read(string input)
    {
        await using var system = await StartAsync();
        var document = await EndAsync(system, Inputs.PathOf(input), "");

        AssertEnd(document, "completed", failed: 1, total: 3);
        Assert.Equal("1 of 3 pages could not be read: 2.", Assert.Single(Strings(document.GetProperty("warnings"))));
        Assert.Equal(0, document.GetProperty("attempt").GetInt32());
        Assert.Equal(
            [TesseractShim.TextOf(1), "", TesseractShim.TextOf(3)],
            (await system.TextAsync(document.GetProperty("id").GetString()!)).Split('\f').Select(page => page.Trim()));
        Assert.StartsWith(
            "Page 2 of the PDF is damaged", await system.ScalarAsync<string>("SELECT error_message FROM pages WHERE number = 2"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_which_no_page_can_be_read_fails_with_the_error_of_its_first_page_and_without_retries()
    {
        foreach (var page in Enumerable.Range(1, 3))
            _pages.Break(page, BrokenPages.Unreadable);
        await using var system = await StartAsync();
        var document = await EndAsync(system, Samples.ThreePages.FilePath, "");

        AssertEnd(document, "failed", failed: 3, total: 3);
        Assert.Equal(("corrupt", "Page 1 is damaged and cannot be read."), Error(document));
        Assert.Empty(Strings(document.GetProperty("warnings")));
        Assert.Equal(0, document.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task A_page_that_crashes_its_program_each_time_fails_at_last_and_the_others_are_read_once()
    {
        _pages.Break(2, BrokenPages.Crash);
        await using var system = await StartAsync();
        var document = await EndAsync(system, Samples.ThreePages.FilePath, "");

        AssertEnd(document, "completed", failed: 1, total: 3);
        Assert.Equal(2, document.GetProperty("attempt").GetInt32());
        Assert.Equal(3, _pages.Tries(2));
        Assert.Equal([1, 3], _tesseract.Runs().Select(run => run.Page).Order());
        Assert.Equal("page-crashed", await system.ScalarAsync<string>("SELECT error_type FROM pages WHERE number = 2"));
    }

    [Fact]
    public async Task A_page_whose_worker_is_killed_on_its_last_try_is_tried_once_more_and_fails_alone()
    {
        // Twice its program crashes. On the third try it takes the worker with it.
        _pages.Break(2, """
            if [[ $(wc -l <"$script.runs") == 3 ]]; then kill -KILL $PPID; exit 1; fi
            kill -ABRT $$
            """);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await Task.WhenAll(system.LaunchWorkingAsync(_pages.Options), system.LaunchWorkingAsync(_pages.Options));
        var document = await EndAsync(system, Samples.ThreePages.FilePath, "");

        AssertEnd(document, "completed", failed: 1, total: 3);
        Assert.Equal(
            (2, 1), (document.GetProperty("attempt").GetInt32(), document.GetProperty("interruptions").GetInt32()));
        Assert.Equal(4, _pages.Tries(2));
        Assert.Equal([1, 3], _tesseract.Runs().Select(run => run.Page).Order());
        Assert.Equal("page-crashed", await system.ScalarAsync<string>("SELECT error_type FROM pages WHERE number = 2"));
    }

    [Fact]
    public async Task A_document_whose_only_page_crashes_its_program_fails_when_its_retries_are_used_up()
    {
        _pages.Break(1, BrokenPages.Crash);
        await using var system = await StartAsync();
        var document = await EndAsync(system, Samples.ThreePages.FilePath, "?pages=1");

        AssertEnd(document, "failed", failed: 1, total: 1);
        Assert.Equal(("page-crashed", "Recognition of page 1 broke down: tesseract was ended by signal 6 (SIGABRT)."), Error(document));
        Assert.Equal((3, 3), (document.GetProperty("attempt").GetInt32(), _pages.Tries(1)));
    }

    [Fact]
    public async Task The_same_upload_again_reads_the_pages_that_could_not_be_read()
    {
        foreach (var page in Enumerable.Range(1, 3))
            _pages.Break(page, BrokenPages.Unreadable);
        await using var system = await StartAsync();
        var failed = await EndAsync(system, Samples.ThreePages.FilePath, "");
        foreach (var page in Enumerable.Range(1, 3))
            _pages.Mend(page);

        var document = await EndAsync(system, Samples.ThreePages.FilePath, "");

        Assert.Equal(failed.GetProperty("id").GetString(), document.GetProperty("id").GetString());
        AssertEnd(document, "completed", failed: 0, total: 3);
        Assert.Equal(1, await system.ScalarAsync<int>("SELECT max(begun) FROM pages"));
        var reader = new EventReader(system.Api, document.GetProperty("id").GetString()!);
        await reader.ReadStreamAsync();
        Assert.Equal(Enumerable.Range(1, 11), reader.Events.Select(item => (int)item.Id!));
        Assert.Equal(
            ["status running", "status failed", "status queued", "status running", "status completed"],
            reader.Events.Where(item => item.Kind == "status").Select(item => item.ToString()));
    }

    [Fact]
    public async Task Pages_that_run_out_of_time_fail_the_document_before_they_have_all_been_tried()
    {
        foreach (var page in Enumerable.Range(1, 20))
            _pages.Break(page, "exec sleep 600");
        await using var system = await StartAsync(_pages.Options.With("Ocr__PageTimeLimit", "00:00:01").With("Ocr__MaxPageTimeouts", "2"));
        var document = await EndAsync(system, Samples.TwentyPages.FilePath, "");

        Assert.Equal("failed", document.GetProperty("status").GetString());
        Assert.Equal("page-timeout", Error(document).Type);
        Assert.EndsWith("so no further page was begun.", Error(document).Message, StringComparison.Ordinal);
        Assert.InRange(document.GetProperty("pagesFailed").GetInt32(), 2, 5);
    }

    private async Task<SpadeSystem> StartAsync(ServiceOptions? worker = null)
    {
        var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await system.LaunchWorkingAsync(worker ?? _pages.Options);
        return system;
    }

    private static async Task<JsonElement> EndAsync(SpadeSystem system, string path, string query)
    {
        var (status, uploaded) = await system.UploadAsync(path, query);
        Assert.Equal(HttpStatusCode.Accepted, status);
        var id = uploaded.GetProperty("id").GetString()!;
        var document = uploaded;
        await Eventually.HoldsAsync(
            $"{id} has ended",
            async () => (document = await system.GetAsync(id, wait: 20)).GetProperty("status").GetString() is "completed" or "failed",
            TimeSpan.FromMinutes(2));
        return document;
    }

    private static void AssertEnd(JsonElement document, string status, int failed, int total) => Assert.Equal(
        (status, failed, total, total),
        (document.GetProperty("status").GetString()!, document.GetProperty("pagesFailed").GetInt32(),
            document.GetProperty("pagesDone").GetInt32(), document.GetProperty("pagesTotal").GetInt32()));

    private static (string Type, string Message) Error(JsonElement document) => (
        document.GetProperty("error").GetProperty("type").GetString()!, document.GetProperty("error").GetProperty("message").GetString()!);

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);
}
