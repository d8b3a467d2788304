using Spade.Rehearsal.Balancing;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>The same restarts with one part of the protection switched off. They have to fail requests; if they did not, the
/// scenario that succeeds with the protection would prove nothing.</summary>
internal abstract class UnprotectedScenario(string name, string claim, string variable, string value) : IScenario
{
    public string Name => name;

    public string Claim => claim;

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        await using var balancer = TcpBalancer.Start(ProbeSettings.DirectCheck);
        var replicas = await ApiFleet.StartAsync(
            system, balancer, ServiceOptions.Stopping(scale.ApiBudget).With(variable, value));
        await using var clients = ClientFleet.Start(LoadServer.Behind(balancer), scale.Plan, cancellationToken);
        await clients.AfterRequestsAsync(100);
        var ended = await replicas.RestartAllAsync();
        var report = await clients.StopAsync();
        cancellationToken.ThrowIfCancellationRequested();

        Assert.True(report.Failed > 0, $"Nothing failed, with {variable}={value}: {report}");
        // Even then no accepted document is lost.
        var stored = await system.ScalarAsync<long>(
            "SELECT count(*) FROM documents WHERE id = ANY ($1)", (object)report.DocumentIds.ToArray());
        Assert.Equal(report.DocumentIds.Count, stored);
        return new Figures().Add("restarts", ended.Count).Add("requests", report.Requests.Count).Add("failed requests", report.Failed);
    }
}

internal sealed class NoLameDuckScenario() : UnprotectedScenario(
    "without the lame duck", "A listener that closes at the signal refuses connections. The lame duck prevents that.",
    "Shutdown__LameDuck", "0");

internal sealed class NoConnectionCloseScenario() : UnprotectedScenario(
    "without Connection: close", "Clients that get no such header lose requests when the listener closes, even after a lame duck.",
    StartupHook.Variable, StartupHook.Path);
