using System.Globalization;
using System.Text.RegularExpressions;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Api;

/// <summary>The load generator wrk, which needs little CPU itself: 32 keep-alive connections with one request at a time each.</summary>
internal static partial class Wrk
{
    internal const int Connections = 32;

    internal static Task<Load> GetAsync(Shell shell, string url, TimeSpan window, CancellationToken cancellationToken) =>
        RunAsync(shell, url, window, [], new Dictionary<string, string?>(), cancellationToken);

    /// <summary>Posts <paramref name="body"/> with a different counter each time.</summary>
    /// <param name="shell">Starts wrk.</param>
    /// <param name="url">URL to post to.</param>
    /// <param name="window">Duration of the load.</param>
    /// <param name="body">The body.</param>
    /// <param name="round">Different for each run on the same database, so that no counter repeats.</param>
    /// <param name="cancellationToken">Kills wrk.</param>
    internal static async Task<Load> PostAsync(
        Shell shell, string url, TimeSpan window, PostBody body, int round, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, body.Bytes, cancellationToken);
            var environment = new Dictionary<string, string?>
            {
                ["WRK_BODY"] = file, ["WRK_CONTENT_TYPE"] = body.ContentType, ["WRK_ROUND"] = $"{round}",
            };
            var script = Path.Combine(shell.Root, "Spade.Benchmarks", "Api", "post.lua");
            return await RunAsync(shell, url, window, ["-s", script], environment, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Load> RunAsync(
        Shell shell,
        string url,
        TimeSpan window,
        string[] script,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken)
    {
        string[] arguments =
            ["-t2", $"-c{Connections}", $"-d{window.TotalSeconds:0}s", "--timeout", "10s", "--latency", .. script, url];
        var output = await shell.RunAsync("wrk", arguments, environment, cancellationToken);
        return Bad().Match(output) is { Success: true } bad
            ? throw new BenchmarkException($"{url} under load: {bad.Value}\n{output}")
            : new Load(Number(Total().Match(output)), Number(Rate().Match(output)), Milliseconds(Tail().Match(output)));
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private static double Milliseconds(Match match) => Number(match) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };

    [GeneratedRegex(@"Non-2xx.*|Socket errors.*")]
    private static partial Regex Bad();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Total();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Tail();
}

/// <summary>Result of a load.</summary>
/// <param name="Requests">Number of requests, all answered with success.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P99">99th percentile of their latency, in milliseconds.</param>
internal sealed record Load(double Requests, double PerSecond, double P99);
