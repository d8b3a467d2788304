using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults.Health;
using Spade.Shutdown.Progress;

namespace Spade.Benchmarks.InProcess;

/// <summary>Writing the body of <c>/health/ready</c>, without the web server. Probes and balancers request it all the time.</summary>
public class ReadinessBenchmarks
{
    private readonly HealthBoard _board = Board();

    [Benchmark]
    public ReadOnlyMemory<byte> WriteAnswer() => HealthJson.Write(_board, _board.Status, withChecks: true);

    // With the API's checks.
    private static HealthBoard Board()
    {
        var time = TimeProvider.System;
        var checks = new HealthCheckServiceOptions
        {
            Registrations = { Check("database", HealthTags.Startup, HealthTags.Ready), Check("migrations", HealthTags.Startup) },
        };
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var progress = new ShutdownProgress(lifetime, time, [], Options.Create(new HostOptions()), ServiceBudgets.Api);
        var board = new HealthBoard(Options.Create(checks), progress, time);
        foreach (var check in board.Checks)
            board.Record(check, new CheckReading(HealthStatus.Healthy, TimeSpan.FromMilliseconds(1.2), time.GetTimestamp()));
        return board;
    }

    private static HealthCheckRegistration Check(string name, params IEnumerable<string> tags) =>
        new(name, _ => throw new NotSupportedException(), HealthStatus.Unhealthy, tags);
}
