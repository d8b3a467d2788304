using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Restarts;

namespace Spade.Benchmarks.Services;

/// <summary>A service that is measured from outside.</summary>
/// <param name="Program">Program to start.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Environment">Variables besides those of this process.</param>
/// <param name="Database">Name of its database.</param>
/// <param name="Port">Port it listens on, on 127.0.0.1.</param>
/// <param name="StopSignal">Signal that stops it cleanly and without a delay.</param>
internal sealed record WebProgram(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?> Environment,
    string Database,
    int Port,
    Signal StopSignal)
{
    internal const string FastifyName = "Fastify + pg-boss";

    private const string OurDatabase = "bench_api";
    private const string FastifyDatabase = "bench_fastify";
    private const string AspNetDatabase = "bench_aspnet";
    private const int ApiPort = 15481;
    private const int WorkerPort = 15482;
    private const int FastifyPort = 15480;
    private const int AspNetPort = 15483;
    private const int FirstOfManyPort = 15490;

    internal static async Task<WebProgram> ApiAsync(Trial trial, CancellationToken cancellationToken) =>
        (await BothAsync(trial, cancellationToken)).Api;

    /// <summary>An API and a worker on a new database.</summary>
    internal static async Task<(WebProgram Api, WebProgram Worker)> BothAsync(Trial trial, CancellationToken cancellationToken)
    {
        await trial.Cluster.FreshAsync(OurDatabase, cancellationToken);
        return (Ours(trial, "Spade.Api", ApiPort), Ours(trial, "Spade.Worker", WorkerPort));
    }

    /// <summary>Services on a new database, alternately a worker and an API.</summary>
    internal static async Task<IReadOnlyList<WebProgram>> ManyAsync(Trial trial, int count, CancellationToken cancellationToken)
    {
        await trial.Cluster.FreshAsync(OurDatabase, cancellationToken);
        return [.. Enumerable.Range(0, count).Select(n => Ours(trial, n % 2 == 0 ? "Spade.Worker" : "Spade.Api", FirstOfManyPort + n))];
    }

    internal static async Task<WebProgram> FastifyAsync(Trial trial, CancellationToken cancellationToken)
    {
        await trial.Cluster.FreshAsync(FastifyDatabase, cancellationToken);
        var environment = new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = $"postgres://postgres@127.0.0.1:{trial.Cluster.Port}/{FastifyDatabase}",
            ["PORT"] = $"{FastifyPort}",
        };
        var programs = trial.Programs;
        var script = Path.Combine(programs.Shell.Peers, "api.mjs");
        return new(programs.Node, [script], environment, FastifyDatabase, FastifyPort, Signal.Terminate);
    }

    internal static async Task<WebProgram> AspNetAsync(Trial trial, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>
        {
            // As many connections as the Fastify service has: three replicas with a hundred each are more than the server allows.
            [DefaultService.Database] = $"{await trial.Cluster.FreshAsync(AspNetDatabase, cancellationToken)};Maximum Pool Size=10",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{AspNetPort}",
            // From the template's appsettings.json.
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
        };
        return new("dotnet", OwnProgram.CommandLine([DefaultService.Name]), environment, AspNetDatabase, AspNetPort, Signal.Terminate);
    }

    /// <summary>The same program on another port: a replica, with the same database.</summary>
    internal WebProgram On(int port) => this with
    {
        Port = port,
        Environment = new Dictionary<string, string?>(Environment)
        {
            ["PORT"] = $"{port}",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        },
    };

    /// <summary>A service of ours as production starts it. SIGINT, because SIGTERM begins with the lame duck.</summary>
    private static WebProgram Ours(Trial trial, string project, int port)
    {
        var environment = new Dictionary<string, string?>
        {
            ["ConnectionStrings__spadedb"] = trial.Cluster.ConnectionString(OurDatabase),
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            // The load benchmark posts without a worker, more than may wait by default.
            ["Documents__MaxQueued"] = "0",
        };
        var assembly = Path.Combine(trial.Programs.Shell.Root, project, "bin", "Release", "net10.0", $"{project}.dll");
        return new("dotnet", [assembly], environment, OurDatabase, port, Signal.Interrupt);
    }
}
