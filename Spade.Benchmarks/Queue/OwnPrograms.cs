using System.Text.Json;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Restarts;

namespace Spade.Benchmarks.Queue;

/// <summary>The programs of this assembly that run in a process of their own, as the peers do. Each prints a line of JSON for a
/// row.</summary>
internal static class OwnPrograms
{
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
        [DefaultService.Name] = DefaultService.RunAsync,
    };

    internal static async Task<int> RunAsync(string[] arguments)
    {
        await foreach (var row in All[arguments[0]](arguments[1..]))
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(row, JsonSerializerOptions.Web));
        return 0;
    }
}
