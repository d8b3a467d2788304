using System.Text.Json;
using Spade.Benchmarks.Queue;

namespace Spade.Benchmarks;

/// <summary>What of ours is measured in a process of its own, like the peers: <c>subject insert</c>. Prints a line of JSON for each row.</summary>
internal static class OwnPrograms
{
    /// <summary>First word of the command line.</summary>
    internal const string Verb = "subject";

    private static readonly Dictionary<string, Func<string[], IAsyncEnumerable<RowOfFigures>>> All = new()
    {
        [InsertSubject.Name] = InsertSubject.RunAsync,
        [NoOpSubject.Name] = NoOpSubject.RunAsync,
        [WorkerProgram.Name] = WorkerProgram.RunAsync,
        [LatencySubject.Name] = LatencySubject.RunAsync,
        [KillSubject.KillName] = KillSubject.KillAsync,
        [KillSubject.StopName] = KillSubject.StopAsync,
        [FlatSubject.Name] = FlatSubject.RunAsync,
        [PinnedSubject.Name] = PinnedSubject.RunAsync,
    };

    /// <summary>Runtime settings for one of the programs, beside those of the assembly, which are the API's: where jobs run they are those in
    /// Spade.Worker.csproj.</summary>
    internal static IReadOnlyDictionary<string, string?> RuntimeSettings(string program) => program is WorkerProgram.Name or NoOpSubject.Name
        ? new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "0" }
        : new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = null };

    internal static async Task<int> RunAsync(string[] arguments)
    {
        await foreach (var row in All[arguments[0]](arguments[1..]))
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(row, JsonSerializerOptions.Web));
        return 0;
    }
}

/// <summary>One line of a measured program.</summary>
internal sealed record RowOfFigures(string Row, Dictionary<string, double> Figures);
