using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;
using Spade.Tests.Site;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Rehearsal.Reports;

/// <summary>Opens the file in Chromium, as a colleague does.</summary>
public sealed class RestartViewBrowserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spade-view-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Every_field_of_the_ledger_can_be_read(int width)
    {
        var history = RollingRestart.WithAFailure();
        await using var context = await OpenAsync(history, width);
        var page = context.Pages.Single();

        foreach (var row in history.Entries.OfType<LedgerEntry>())
        {
            var shown = page.Locator($"tr[data-node='{row.Node}']");
            foreach (var (field, text) in Fields(row))
            {
                var cell = shown.Locator($"[data-field={field}]");
                await cell.ScrollIntoViewIfNeededAsync();
                await Expect(cell).ToBeVisibleAsync();
                await Expect(cell).ToHaveTextAsync(text);
            }

            await Expect(shown.Locator("td")).ToHaveCountAsync(Fields(row).Count());
        }

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
            "the page scrolls sideways");
    }

    [Fact]
    public async Task A_failure_says_what_was_happening_and_is_reached_from_the_chart()
    {
        await using var context = await OpenAsync(RollingRestart.WithAFailure(), 1280);
        var page = context.Pages.Single();

        await page.Locator("[data-chart=failures] a").ClickAsync();

        var card = page.Locator("[data-failure]:target");
        await Expect(card).ToBeInViewportAsync();
        await Expect(card).ToContainTextAsync("step 1, rolling restart of spade-api; spade-api-2: listener closed, 5.");
        await Expect(card).ToContainTextAsync("Connection reset by peer <while reading the status line>");
    }

    [Fact]
    public async Task The_keyboard_zooms_and_moves_through_time()
    {
        await using var context = await OpenAsync(RollingRestart.Good(), 1280);
        var page = context.Pages.Single();
        var frame = page.Locator("[data-frame]");
        const string Overflow = "frame => frame.scrollWidth / frame.clientWidth";

        await frame.FocusAsync();
        await page.Keyboard.PressAsync("+");
        await page.Keyboard.PressAsync("+");
        Assert.Equal(4, await frame.EvaluateAsync<double>(Overflow), tolerance: 0.1);
        await page.Keyboard.PressAsync("0");
        Assert.Equal(1, await frame.EvaluateAsync<double>(Overflow), tolerance: 0.1);

        await page.Locator("[data-moment]").FillAsync("17");
        await Expect(page.Locator("[data-readout]")).ToContainTextAsync("+17.5 s · 2 requests/s · 0 failed · ");
        await Expect(page.Locator("[data-readout]")).ToContainTextAsync("spade-api-1 lame duck");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("[data-readout]")).ToContainTextAsync("+18.5 s · ");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task It_has_no_barriers_that_axe_knows(int width, ColorScheme scheme)
    {
        await using var context = await OpenAsync(RollingRestart.WithAFailure(), width, scheme);

        var result = await context.Pages.Single().RunAxe();

        Assert.Empty(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")));
    }

    /// <summary>By the browser's own work, which other work on the machine does not lengthen. A quiet machine needs well under a second;
    /// the bound is for a slow one, and still tells a mistake.</summary>
    [Fact]
    public async Task A_thousand_lives_are_drawn_with_little_work()
    {
        var path = await WriteAsync(ManyLives.Of(1000));
        await using var context = await Browser.NewContextAsync(new Uri("about:blank"));
        var page = await context.NewPageAsync();
        var protocol = await context.NewCDPSessionAsync(page);
        await protocol.SendAsync("Performance.enable", new Dictionary<string, object> { ["timeDomain"] = "threadTicks" });
        await page.GotoAsync($"file://{path}");
        // The frame after the next has been painted.
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        var metrics = await protocol.SendAsync("Performance.getMetrics");
        var work = metrics!.Value.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();

        await Expect(page.Locator("[data-lane]")).ToHaveCountAsync(1000);
        await Expect(page.Locator("[data-stop]")).ToHaveCountAsync(1000);
        await Expect(page.Locator("[data-ledger] tbody tr")).ToHaveCountAsync(1000);
        // Nothing measured would be nothing drawn.
        Assert.InRange(work, 0.01, 5);
    }

    private async Task<IBrowserContext> OpenAsync(SampleHistory history, int width, ColorScheme scheme = ColorScheme.Light)
    {
        var path = await WriteAsync(history);
        // Axe is a script of the test's own, which the page's policy would refuse.
        var context = await Browser.NewContextAsync(new Uri("about:blank"), width, 860, scheme, bypassPolicy: true);
        await context.SetOfflineAsync(true);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"file://{path}");
        return context;
    }

    private async Task<string> WriteAsync(SampleHistory history)
    {
        var path = Path.Combine(_folder.FullName, "restart.html");
        await File.WriteAllTextAsync(path, await ViewSample.HtmlAsync(history));
        return path;
    }

    private static IEnumerable<(string Field, string Text)> Fields(LedgerEntry row) =>
    [
        ("nodeId", row.Node.ToString()), ("service", row.Service), ("host", row.Host!), ("version", row.Version!),
        ("processId", Text(row.ProcessId)), ("state", row.State), ("reason", row.Reason ?? "–"), ("startedAt", Text(row.StartedAt)),
        ("signalledAt", Text(row.SignalledAt)), ("readyFlippedAt", Text(row.ReadyFlippedAt)),
        ("listenerClosedAt", Text(row.ListenerClosedAt)),
        ("endedAt", Text(row.EndedAt)), ("inFlight", Text(row.InFlight)), ("begun", Text(row.Begun)), ("finished", Text(row.Finished)),
        ("handedOver", Text(row.HandedOver)), ("aborted", Text(row.Aborted)), ("exitCodeIntended", Text(row.ExitCodeIntended)),
        ("budgetUsed", row.BudgetUsed is { } used ? (used * 100).ToString("0.0' %'", CultureInfo.InvariantCulture) : "–"),
    ];

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string Text(DateTimeOffset? at) =>
        (at - SampleHistory.Begin)?.TotalSeconds.ToString("+0.000' s';-0.000' s'", CultureInfo.InvariantCulture) ?? "–";
}
