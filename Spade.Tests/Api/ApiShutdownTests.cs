using System.Net.Http.Json;
using System.Text.Json;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class ApiShutdownTests
{
    [Fact]
    public async Task Waiting_ends_early_with_the_current_state_when_the_API_stops()
    {
        var postgres = await SharedPostgres.GetAsync();
        var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync());
        var id = await app.Client.UploadedIdAsync(Scans.Pdf());
        // The headers are sent with the response, so until then the request waits inside the API.
        var waiting = app.Client.GetFromJsonAsync<JsonElement>(new Uri($"/documents/{id}?wait=60", UriKind.Relative));
        await app.Client.GetDocumentAsync(id);
        Assert.False(waiting.IsCompleted);

        app.Stop();
        var document = await waiting.WaitAsync(TimeSpan.FromSeconds(40));
        Assert.Equal("queued", document.Text("status"));
        await app.DisposeAsync();
    }
}
