using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Api;

/// <summary>What a worker costs that has nothing to do.</summary>
internal sealed class WorkerRestBenchmark : IBenchmark
{
    private const string Row = "worker at rest";
    private const string Memory = "rss_mib";

    private static readonly string[] Peers = ["pg-boss", "graphile-worker"];

    public string Name => "worker rest";

    public IReadOnlyList<Subject> Subjects { get; } = [Peer(Peers[0], "pg-boss"), Peer(Peers[1], "graphile"), new(Subject.Ours, OursAsync)];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("memory-worker", "1.3 x the leaner peer at most", results =>
            1.3 * Peers.Select(peer => results.Median(Row, peer, Memory)).Min() / results.Median(Row, Subject.Ours, Memory)),
    ];

    private static Subject Peer(string name, string argument) => new(name, (trial, cancellationToken) => trial.Programs.PeerAsync(
        "memory.mjs", new Dictionary<string, string?> { ["REST_MS"] = $"{(Settle(trial) + Window(trial)).TotalMilliseconds}" }, cancellationToken, argument));

    private static async Task<IReadOnlyList<Sample>> OursAsync(Trial trial, CancellationToken cancellationToken)
    {
        var program = await WebProgram.WorkerAsync(trial, cancellationToken);
        // The first start makes the schema.
        await (await RunningProgram.StartAsync(trial.Programs.Shell, program, cancellationToken)).DisposeAsync();
        await trial.Cluster.ExecuteAsync("postgres", $"ALTER DATABASE {program.Database} SET log_statement = 'all'", cancellationToken);
        await using var running = await RunningProgram.StartAsync(trial.Programs.Shell, program, cancellationToken);
        await Task.Delay(Settle(trial), cancellationToken);

        var statements = await StatementLog.FromNowAsync(trial.Cluster, cancellationToken);
        var cpu = new CpuOfProgram(running, trial.Cluster);
        await Task.Delay(Window(trial), cancellationToken);
        var seconds = Window(trial).TotalSeconds;
        return
        [
            new(Row, Memory, ProcessTimes.ResidentMiB(running.ProcessId)),
            new(Row, "cpu_percent", cpu.Own / seconds * 100),
            new(Row, "pg_cpu_percent", cpu.Postgres / seconds * 100),
            new(Row, "queries_per_s", statements.Count() / seconds),
        ];
    }

    private static TimeSpan Settle(Trial trial) => TimeSpan.FromSeconds(trial.Quick ? 1 : 4);

    // The peers' script rests a fifth of its time before it looks.
    private static TimeSpan Window(Trial trial) => 4 * Settle(trial);
}
