namespace Spade.Tests.Api;

/// <summary>An API with a document that completed, for tests that only read.</summary>
public sealed class FinishedDocument : IAsyncLifetime
{
    private readonly ApiFixture _api = new();

    public HttpClient Client => _api.Client;

    public string Id { get; private set; } = "";

    public byte[] File { get; } = Scans.Pdf();

    public async Task InitializeAsync()
    {
        await _api.InitializeAsync();
        Id = await Client.UploadedIdAsync(File);
        var worker = new DocumentWorker(_api.Services, Id);
        await worker.StartAsync(pages: 25);
        for (var page = 1; page <= 25; page++)
            await worker.FinishPageAsync(page, $"page {page} of a document, größer than one batch\n");
        await worker.CompleteAsync();
    }

    public Task DisposeAsync() => _api.DisposeAsync();
}
