using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Api;

/// <summary>32 clients ask for readiness, then 32 clients post. No worker runs meanwhile, so what they post stays in the queue.</summary>
internal sealed class LoadBenchmark : IBenchmark
{
    private const string Ready = "GET ready, 32 connections";
    private const string Post = "POST that enqueues, 32 connections";
    private const string RequestsPerSecond = "req_per_s";

    public string Name => "api load";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        new(WebProgram.FastifyName, async (trial, cancellationToken) =>
        {
            var fastify = await WebProgram.FastifyAsync(trial, cancellationToken);
            return await MeasureAsync(trial, fastify, "/jobs", PostBody.Job, ["pgboss.job WHERE name = 'bench'"], cancellationToken);
        }),
        new(Subject.Ours, async (trial, cancellationToken) =>
        {
            var api = await WebProgram.ApiAsync(trial, cancellationToken);
            string[] tables = ["documents", "document_chunks", "jobs"];
            return await MeasureAsync(trial, api, "/documents", PostBody.Document, tables, cancellationToken);
        }),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("post-vs-fastify", "1.5 x Fastify + pg-boss", results => Against(results, Post, 1.5)),
        new("ready-vs-fastify", "2 x Fastify + pg-boss", results => Against(results, Ready, 2)),
    ];

    private static double? Against(Results results, string row, double goal) =>
        results.Median(row, Subject.Ours, RequestsPerSecond) / (goal * results.Median(row, WebProgram.FastifyName, RequestsPerSecond));

    private static async Task<IReadOnlyList<Sample>> MeasureAsync(
        Trial trial, WebProgram program, string path, PostBody body, string[] tables, CancellationToken cancellationToken)
    {
        var shell = trial.Programs.Shell;
        var (warmUp, window) = (TimeSpan.FromSeconds(trial.Quick ? 2 : 5), TimeSpan.FromSeconds(trial.Quick ? 3 : 10));
        await using var running = await RunningProgram.StartAsync(shell, program, cancellationToken);

        await Wrk.GetAsync(shell, running.Url("/health/ready"), warmUp, cancellationToken);
        var cpu = new CpuOfProgram(running, trial.Cluster);
        var ready = await Wrk.GetAsync(shell, running.Url("/health/ready"), window, cancellationToken);
        List<Sample> samples = [.. Samples(Ready, ready), .. cpu.PerOperation(Ready, ready.Requests)];

        var before = await Wrk.PostAsync(shell, running.Url(path), warmUp, body, round: 1, cancellationToken);
        cpu = new CpuOfProgram(running, trial.Cluster);
        var post = await Wrk.PostAsync(shell, running.Url(path), window, body, round: 2, cancellationToken);
        samples.AddRange([.. Samples(Post, post), .. cpu.PerOperation(Post, post.Requests)]);
        await CheckAsync(trial, program, tables, before.Requests + post.Requests, cancellationToken);
        return samples;
    }

    /// <summary>Checks that each table has a row for each answer. It may have a few more, for requests without an answer when the load
    /// ended.</summary>
    private static async Task CheckAsync(
        Trial trial, WebProgram program, string[] tables, double answered, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            var rows = await trial.Cluster.ScalarAsync<long>(program.Database, $"SELECT count(*) FROM {table}", cancellationToken);
            if (rows < answered || rows > answered + 2 * Wrk.Connections)
                throw new BenchmarkException($"{answered} posts succeeded, but {table} has {rows} rows.");
        }
    }

    private static IEnumerable<Sample> Samples(string row, Load load) =>
        [new(row, RequestsPerSecond, load.PerSecond), new(row, "p99_ms", load.P99)];
}
