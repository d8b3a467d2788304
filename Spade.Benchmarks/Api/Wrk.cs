using System.Globalization;
using System.Text.RegularExpressions;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Api;

/// <summary>A load generator that costs next to nothing beside what it loads: 32 connections that are kept, each with one request at a
/// time.</summary>
internal static partial class Wrk
{
    internal const int Connections = 32;

    internal static Task<Load> GetAsync(Shell shell, string url, TimeSpan window, CancellationToken cancellationToken) =>
        RunAsync(shell, url, window, [], new Dictionary<string, string?>(), cancellationToken);

    /// <summary>Posts <paramref name="body"/>, each time a little different.</summary>
    /// <param name="shell">Starts it.</param>
    /// <param name="url">Where to.</param>
    /// <param name="window">How long.</param>
    /// <param name="body">What.</param>
    /// <param name="round">Another number for each run on one database: the counting goes on elsewhere.</param>
    /// <param name="cancellationToken">Ends it.</param>
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
            return await RunAsync(shell, url, window, ["-s", Path.Combine(shell.Root, "Spade.Benchmarks", "Api", "post.lua")], environment, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Load> RunAsync(
        Shell shell, string url, TimeSpan window, string[] script, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var output = await shell.RunAsync(
            "wrk", ["-t2", $"-c{Connections}", $"-d{window.TotalSeconds:0}s", "--timeout", "10s", "--latency", .. script, url], environment, cancellationToken);
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

/// <summary>What a load came to.</summary>
/// <param name="Requests">Answered, every one with success.</param>
/// <param name="PerSecond">Of these.</param>
/// <param name="P99">Of their times, in milliseconds.</param>
internal sealed record Load(double Requests, double PerSecond, double P99);
