using Microsoft.Extensions.DependencyInjection;
using Spade.Api.Access;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

internal static class ApiProcess
{
    /// <summary>Starts the API in this process and waits until its schema is in place.</summary>
    public static async Task<InProcessApp> StartReadyAsync(string connectionString, params string[] settings)
    {
        var app = await StartAsync(connectionString, settings);
        using var limit = new CancellationTokenSource(Timeouts.Default);
        await app.Services.GetRequiredService<SchemaGate>().WaitAsync(limit.Token);
        await Eventually.HoldsAsync(
            "it is known whether there are keys", () => Task.FromResult(app.Services.GetRequiredService<AccessMode>().IsKnown),
            every: TimeSpan.FromMilliseconds(1));
        return app;
    }

    public static Task<InProcessApp> StartAsync(string connectionString, params string[] settings) =>
        InProcessApp.StartAsync("Spade.Api", [$"ConnectionStrings:spadedb={connectionString}", .. settings]);
}
