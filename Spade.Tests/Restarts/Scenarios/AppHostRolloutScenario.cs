using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;
using Spade.Tests.Restarts.Rig;

namespace Spade.Tests.Restarts.Scenarios;

/// <summary>What the cluster will do, done by the AppHost on this machine: its own replicas, its own balancer, its own stop sequence.</summary>
internal sealed class AppHostRolloutScenario : IScenario
{
    private const string Rollout = "rolling-restart";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "rollouts in the AppHost";

    public string Claim => "Rolling restarts of three APIs and two workers side by side, under load: no failed request, no lost document, no page twice.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        var (apis, workers) = scale == Scale.Full ? (3, 2) : (2, 1);
        using var shim = new TesseractShim(scale.PageTime);
        using var folder = new TestFolder();
        await using var appHost = await SpadeAppHost.CreateAsync(folder, cancellationToken, Arguments(scale, apis, workers));
        for (var replica = 1; replica <= workers + 1; replica++)
        {
            appHost.CreateResourceBuilder<ProjectResource>(string.Create(CultureInfo.InvariantCulture, $"spade-worker-{replica}"))
                .WithEnvironment("PATH", $"{shim.Folder}:{Environment.GetEnvironmentVariable("PATH")}");
        }

        await using var application = await appHost.BuildAsync(cancellationToken);
        await application.UntilHealthyAsync(cancellationToken);
        var database = (await application.GetConnectionStringAsync("spadedb", cancellationToken))!;

        // The workers have to read what is uploaded, on the cores that everybody shares.
        var plan = (scale == Scale.Full ? scale.Plan : new LoadPlan(KeepAlive: 8, Fresh: 3, Uploads: 1)) with { UploadThinkTime = TimeSpan.FromSeconds(1) };
        await using var clients = ClientFleet.Start(new LoadServer(application.GetEndpoint("spade-api")), plan, cancellationToken);
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < scale.Rounds; round++)
        {
            await clients.AfterRequestsAsync(100);
            var began = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(RolloutAsync("spade-api"), RolloutAsync("spade-worker"));
            var took = TimeProvider.System.GetElapsedTime(began);
            slowest = took > slowest ? took : slowest;
        }

        var report = await clients.StopAsync();
        cancellationToken.ThrowIfCancellationRequested();

        report.AssertAllSucceeded(report.Failed == 0 ? "" : await ComplaintsAsync());
        await using var source = NpgsqlDataSource.Create(database);
        Assert.Equal(report.DocumentIds.Count, await CountAsync("documents"));
        await Eventually.GrowsToAsync("completed documents", report.DocumentIds.Count, () => CountAsync("documents WHERE status = 'completed'"), Patience);
        Assert.Empty(shim.RepeatedPages());
        Assert.Equal(report.DocumentIds.Count, shim.Pages());
        // The stop of each replica that was replaced, by its own word.
        Assert.Equal(
            scale.Rounds * (apis + workers),
            await CountAsync("restarts WHERE state = 'stopped' AND reason = 'sigterm' AND exit_code_intended = 0 AND aborted = 0"));
        Assert.Equal(apis + workers, await CountAsync("restarts WHERE state = 'running'"));
        await application.StopAsync(cancellationToken);

        var figures = new Figures().Add("restarts", scale.Rounds * (apis + workers)).Add("slowest rollout of both", slowest)
            .Add("documents", report.DocumentIds.Count).Add("pages twice", shim.RepeatedPages().Count);
        report.AddTo(figures);
        return figures;

        async Task RolloutAsync(string service)
        {
            var result = await application.ResourceCommands.ExecuteCommandAsync(service, Rollout, cancellationToken);
            Assert.True(result.Success, result.Message);
        }

        async Task<string> ComplaintsAsync()
        {
            var complaints = new List<string>();
            for (var replica = 1; replica <= apis + 1; replica++)
            {
                // The first batch is what there is.
                await foreach (var lines in application.Services.GetRequiredService<ResourceLoggerService>()
                    .WatchAsync(string.Create(CultureInfo.InvariantCulture, $"spade-api-{replica}")).WithCancellation(cancellationToken))
                {
                    complaints.AddRange(lines.Select(line => line.Content).Where(line => line.Contains("Answered 503", StringComparison.Ordinal)));
                    break;
                }
            }

            return string.Join('\n', complaints);
        }

        async Task<long> CountAsync(string what)
        {
            await using var command = source.CreateCommand($"SELECT count(*) FROM {what}");
            return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
    }

    /// <summary>Small, the API waits a second where it would wait five: what is in order then is in order.</summary>
    private static string[] Arguments(Scale scale, int apis, int workers) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--Api:Replicas={apis}"),
        string.Create(CultureInfo.InvariantCulture, $"--Worker:Replicas={workers}"),
        .. scale == Scale.Full
            ? (string[])[]
            : ["--spade-api:Shutdown:PreStop=1", "--spade-api:Shutdown:LameDuck=1", "--spade-api:Shutdown:DirectCheck:Interval=0.2"],
    ];
}
