using System.Globalization;
using Npgsql;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Rollouts;

/// <summary>A rollout as in a cluster, with the AppHost's replicas, balancer and sequence of stops on this machine.</summary>
internal sealed class AppHostRolloutScenario : IScenario
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "rollouts in the AppHost";

    public string Claim =>
        "Rolling restarts of three APIs and two workers side by side, under load: no failed request, no lost document, no page twice.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        var (apis, workers) = scale == Scale.Full ? (3, 2) : (2, 1);
        using var shim = new TesseractShim(scale.PageTime);
        using var folder = new TestFolder();
        await using var rollout = await AppHostRollout.StartAsync(folder, shim, scale, (apis, workers), cancellationToken);
        await using var clients = ClientFleet.Start(new LoadServer(rollout.Api), Plan(scale), cancellationToken);
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < scale.Rounds; round++)
        {
            await clients.AfterRequestsAsync(100);
            var took = await rollout.RestartBothAsync();
            slowest = took > slowest ? took : slowest;
        }

        var report = await clients.StopAsync();
        cancellationToken.ThrowIfCancellationRequested();
        report.AssertAllSucceeded(report.Failed == 0 ? "" : await rollout.ComplaintsAsync());
        await using var source = NpgsqlDataSource.Create(await rollout.DatabaseAsync());
        await AssertDocumentsAsync(source, report, shim);
        await AssertLedgerAsync(source, scale.Rounds, apis + workers);
        await rollout.StopAsync();

        var figures = new Figures().Add("restarts", scale.Rounds * (apis + workers)).Add("slowest rollout of both", slowest)
            .Add("documents", report.DocumentIds.Count).Add("pages twice", shim.RepeatedPages().Count);
        report.AddTo(figures);
        return figures;
    }

    // The workers have to recognise the uploads, on cores that they share with everything else.
    private static LoadPlan Plan(Scale scale) =>
        (scale == Scale.Full ? scale.Plan : new LoadPlan(KeepAlive: 8, Fresh: 3, Uploads: 1))
        with { UploadThinkTime = TimeSpan.FromSeconds(1) };

    private static async Task AssertDocumentsAsync(NpgsqlDataSource database, FleetReport report, TesseractShim shim)
    {
        Assert.Equal(report.DocumentIds.Count, await CountAsync(database, "documents"));
        await Eventually.GrowsToAsync(
            "completed documents", report.DocumentIds.Count, () => CountAsync(database, "documents WHERE status = 'completed'"), Patience);
        Assert.Empty(shim.RepeatedPages());
        Assert.Equal(report.DocumentIds.Count, shim.Pages());
    }

    /// <summary>Checks that every replaced replica has an entry of a clean stop.</summary>
    private static async Task AssertLedgerAsync(NpgsqlDataSource database, int rounds, int replicas)
    {
        const string Clean = "restarts WHERE state = 'stopped' AND reason = 'sigterm' AND exit_code_intended = 0 AND aborted = 0";
        Assert.Equal(rounds * replicas, await CountAsync(database, Clean));
        Assert.Equal(replicas, await CountAsync(database, "restarts WHERE state = 'running'"));
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string what)
    {
        await using var command = database.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM {what}"));
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
