using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Spade.Rehearsal.Machine;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Site;

/// <summary>One API with its own database, on an address that survives its restart, and browsers that look at it.</summary>
public class SiteHost : IAsyncLifetime
{
    private readonly int _port = FreePort.Take();
    private string _database = "";
    private InProcessApp? _app;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public InProcessApp Api => _app ?? throw new InvalidOperationException("The API is stopped.");

    public async Task InitializeAsync()
    {
        _database = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();
        await PrepareAsync(_database);
        await StartApiAsync();
    }

    public async Task DisposeAsync() => await StopApiAsync();

    /// <summary>Puts into the database what the API has to find at its start.</summary>
    protected virtual Task PrepareAsync(string database) => Task.CompletedTask;

    public async Task StartApiAsync() => _app = await ApiProcess.StartReadyAsync(
        _database, $"urls={Address}", "Ocr:Languages=eng,deu",
        string.Create(CultureInfo.InvariantCulture, $"Limits:MaxUploadBytes={5 * 1024 * 1024}"));

    public async Task StopApiAsync()
    {
        if (_app is { } app)
            await app.DisposeAsync();
        _app = null;
    }

    /// <summary>A window that shows a path of the page.</summary>
    public async Task<SitePage> OpenAsync(
        string path = "/", int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false)
    {
        var context = await Browser.NewContextAsync(Address, width, height, scheme, bypassPolicy);
        var page = await context.NewPageAsync();
        var opened = new SitePage(context, page);
        await page.GotoAsync(path);
        return opened;
    }

    /// <summary>Uploads a document without a browser.</summary>
    internal async Task<(string Id, DocumentWorker Worker)> UploadAsync(string fileName)
    {
        using var response = await Api.Client.UploadFormAsync(Scans.Pdf(), fileName);
        var id = (await response.DocumentAsync()).Text("id");
        return (id, Worker(id));
    }

    internal DocumentWorker Worker(string id) => new(Api.Services, id);

    /// <summary>A document of these pages that has completed.</summary>
    internal async Task<string> CompletedAsync(string fileName, params string[] pages)
    {
        var (id, worker) = await UploadAsync(fileName);
        await worker.StartAsync(pages.Length);
        for (var number = 1; number <= pages.Length; number++)
            await worker.FinishPageAsync(number, pages[number - 1]);
        await worker.CompleteAsync();
        return id;
    }

    internal NpgsqlDataSource Database => Api.Services.GetRequiredService<NpgsqlDataSource>();
}
