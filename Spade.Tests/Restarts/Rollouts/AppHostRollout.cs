using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Spade.Tests.Hosting;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Rollouts;

/// <summary>Spade's AppHost, healthy, with replicas that can be restarted one by one.</summary>
internal sealed class AppHostRollout : IAsyncDisposable
{
    private const string Command = "rolling-restart";

    private readonly IDistributedApplicationTestingBuilder _appHost;
    private readonly DistributedApplication _application;
    private readonly int _apis;
    private readonly CancellationToken _cancellationToken;

    private AppHostRollout(
        IDistributedApplicationTestingBuilder appHost, DistributedApplication application, int apis, CancellationToken cancellationToken) =>
        (_appHost, _application, _apis, _cancellationToken) = (appHost, application, apis, cancellationToken);

    public Uri Api => _application.GetEndpoint("spade-api");

    /// <summary>Starts it and waits until API and worker are healthy.</summary>
    public static async Task<AppHostRollout> StartAsync(
        TestFolder folder, TesseractShim shim, Scale scale, (int Apis, int Workers) replicas, CancellationToken cancellationToken)
    {
        var appHost = await SpadeAppHost.CreateAsync(folder, cancellationToken, Arguments(scale, replicas.Apis, replicas.Workers));
        // One more than the replicas: the spare.
        for (var replica = 1; replica <= replicas.Workers + 1; replica++)
        {
            appHost.CreateResourceBuilder<ProjectResource>(Replica("spade-worker", replica))
                .WithEnvironment("PATH", $"{shim.Folder}:{Environment.GetEnvironmentVariable("PATH")}");
        }

        var application = await appHost.BuildAsync(cancellationToken);
        var rollout = new AppHostRollout(appHost, application, replicas.Apis, cancellationToken);
        await application.UntilHealthyAsync(cancellationToken);
        return rollout;
    }

    public async Task<string> DatabaseAsync() => (await _application.GetConnectionStringAsync("spadedb", _cancellationToken))!;

    /// <summary>Restarts both services in parallel, replica by replica.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> RestartBothAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(RestartAsync("spade-api"), RestartAsync("spade-worker"));
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>The APIs' log lines about requests that they answered with 503.</summary>
    public async Task<string> ComplaintsAsync()
    {
        var complaints = new List<string>();
        for (var replica = 1; replica <= _apis + 1; replica++)
        {
            // The first batch holds all lines so far.
            await foreach (var lines in _application.Services.GetRequiredService<ResourceLoggerService>()
                .WatchAsync(Replica("spade-api", replica)).WithCancellation(_cancellationToken))
            {
                complaints.AddRange(lines
                    .Select(line => line.Content)
                    .Where(line => line.Contains("Answered 503", StringComparison.Ordinal)));
                break;
            }
        }

        return string.Join('\n', complaints);
    }

    public Task StopAsync() => _application.StopAsync(_cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _appHost.DisposeAsync();
    }

    private async Task RestartAsync(string service)
    {
        var result = await _application.ResourceCommands.ExecuteCommandAsync(service, Command, _cancellationToken);
        Assert.True(result.Success, result.Message);
    }

    private static string Replica(string service, int number) => string.Create(CultureInfo.InvariantCulture, $"{service}-{number}");

    /// <summary>In a small run the API waits one second where it would wait five; the order of events is the same.</summary>
    private static string[] Arguments(Scale scale, int apis, int workers) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--Api:Replicas={apis}"),
        string.Create(CultureInfo.InvariantCulture, $"--Worker:Replicas={workers}"),
        .. scale == Scale.Full
            ? (string[])[]
            : ["--spade-api:Shutdown:PreStop=1", "--spade-api:Shutdown:LameDuck=1", "--spade-api:Shutdown:DirectCheck:Interval=0.2"],
    ];
}
