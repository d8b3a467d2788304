using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults;
using Spade.ServiceDefaults.Health;

namespace Spade.Tests.ServiceDefaults;

/// <summary>A minimal service with the service defaults and a real Kestrel.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpClient _client;

    private TestService(WebApplication app)
    {
        App = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }

    public HttpClient Client => _client;

    public static async Task<TestService> StartAsync(
        IEnumerable<KeyValuePair<string, string>> configuration,
        Action<WebApplicationBuilder>? register = null,
        Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Spade.Tests" });
        builder.Configuration["Shutdown:LameDuck"] = "0";
        foreach (var (key, value) in configuration)
            builder.Configuration[key] = value;
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults(ServiceBudgets.Api);
        register?.Invoke(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map?.Invoke(app);
        await app.StartAsync();
        return new TestService(app);
    }

    /// <summary>Requests a health endpoint; returns the HTTP status and the body.</summary>
    public async Task<(int Code, JsonElement Body)> HealthAsync(string which = "ready")
    {
        using var response = await _client.GetAsync(new Uri($"/health/{which}", UriKind.Relative));
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Polls readiness until the service reports <paramref name="status"/>.</summary>
    public async Task<(int Code, JsonElement Body)> WaitForStatusAsync(string status)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await HealthAsync();
            if (answer.Body.GetProperty("status").GetString() == status)
                return answer;
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"Readiness should become '{status}'; it says {answer.Body}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await App.DisposeAsync();
    }
}
