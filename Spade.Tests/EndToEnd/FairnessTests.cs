using System.Text.Json;
using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>One upload does not hold up the others. What counts is the order in which documents end, not the time.</summary>
[Collection(BusyEngine.Name)]
public sealed class FairnessTests
{
    private const int LongPages = 500;

    [Fact]
    public async Task Forty_nine_documents_of_one_page_end_while_one_of_500_pages_that_came_first_still_runs()
    {
        using var tesseract = new TesseractShim(TimeSpan.FromSeconds(0.05));
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await UploadAsync(system, LongPages);
        for (var i = 0; i < 49; i++)
            await UploadAsync(system, 1);
        await system.LaunchWorkingAsync(Options(tesseract));

        await ShortOnesEndAsync(system, 49);
        await AssertLongOnesStillRunAsync(system, 1);
    }

    [Fact]
    public async Task Long_documents_that_take_every_slot_give_way_to_short_ones_and_to_each_other()
    {
        using var tesseract = new TesseractShim(TimeSpan.FromSeconds(0.05));
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        // One more than there are slots.
        for (var i = 0; i < 5; i++)
            await UploadAsync(system, LongPages);
        for (var i = 0; i < 15; i++)
            await UploadAsync(system, 1);
        await system.LaunchWorkingAsync(Options(tesseract));

        await ShortOnesEndAsync(system, 15);
        await AssertLongOnesStillRunAsync(system, 5);
        await Eventually.HoldsAsync(
            "every long document has some pages",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE pages_total > 1 AND pages_done > 0") == 5,
            TimeSpan.FromMinutes(2));
        // A page is begun once: giving way repeats none.
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT sum(begun - 1)::bigint FROM pages"));
    }

    private static ServiceOptions Options(TesseractShim tesseract) =>
        tesseract.Options.With("Ocr__DocumentsAtOnce", "4").With("Ocr__Turn", "00:00:00.2").With("Jobs__PollInterval", "00:00:00.1");

    private static async Task UploadAsync(SpadeSystem system, int pages)
    {
        using var content = new ByteArrayContent(BlankPdf.Of(pages));
        using var response = await system.Api.PostAsync(new Uri("/documents?dpi=72", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    private static Task ShortOnesEndAsync(SpadeSystem system, int count) => Eventually.GrowsToAsync(
        "documents of one page are completed",
        count,
        () => system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE pages_total = 1 AND status = 'completed'"),
        TimeSpan.FromMinutes(2));

    private static async Task AssertLongOnesStillRunAsync(SpadeSystem system, int count)
    {
        var list = JsonSerializer.Deserialize<JsonElement>(
            await system.Api.GetStringAsync(new Uri("/documents?limit=200", UriKind.Relative)));
        var unfinished = list.GetProperty("documents").EnumerateArray()
            .Where(document => document.GetProperty("status").GetString() is "queued" or "running").ToList();
        Assert.Equal(count, unfinished.Count);
        Assert.All(unfinished, document => Assert.Equal(
            (0, 0), (document.GetProperty("attempt").GetInt32(), document.GetProperty("interruptions").GetInt32())));
    }
}
