using System.Globalization;
using Aspire.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>A small service that tests run as replicas: this assembly, started with the variable <see cref="Variable"/>.</summary>
internal static class TestService
{
    /// <summary>Environment variable that makes this program run as the service.</summary>
    internal const string Variable = "SPADE_TEST_SERVICE";

    private static long _received;

    internal static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using var app = builder.Build();
        var next = new SemaphoreSlim(0);
        app.MapGet("/ready", () => TypedResults.Ok());
        app.MapGet("/id", () => Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        app.MapGet(
            "/headers", (HttpRequest request) => request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
        app.MapPost("/upload", CountAsync);
        app.MapGet("/received", () => Interlocked.Read(ref _received));
        app.MapGet(
            "/events", (HttpResponse response, CancellationToken cancellationToken) => EventsAsync(response, next, cancellationToken));
        app.MapPost("/next", () => next.Release());
        await app.RunAsync();
        return 0;
    }

    private static async Task<long> CountAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            total += count;
            Interlocked.Add(ref _received, count);
        }

        return total;
    }

    /// <summary>Sends one event immediately and one more after each POST to /next.</summary>
    private static async Task EventsAsync(HttpResponse response, SemaphoreSlim next, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        for (var number = 1; number <= 3; number++)
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"data: {number}\n\n"), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            await next.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>The project of <see cref="TestService"/>: this one.</summary>
internal sealed class TestServiceProject : IProjectMetadata
{
    public string ProjectPath => Repository.PathOf("Spade.Tests", "Spade.Tests.csproj");
}
