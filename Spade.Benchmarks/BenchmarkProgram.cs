using Spade.Benchmarks.CommandLine;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Report;
using Spectre.Console;

namespace Spade.Benchmarks;

/// <summary>A whole run: starts PostgreSQL, runs the benchmarks, prints tables and ratios, stops PostgreSQL.</summary>
internal static class BenchmarkProgram
{
    private const int Port = 15433;

    internal static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = ConsoleInterrupt.Cancels(stop);
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
            console.Profile.Width = 200;
        try
        {
            var arguments = BenchmarkArguments.Parse(args);
            return await RunAsync(arguments, Chosen(arguments), console, stop.Token);
        }
        catch (BenchmarkException exception)
        {
            await Console.Error.WriteLineAsync($"bench: {exception.Message}");
            return 2;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task<int> RunAsync(
        BenchmarkArguments arguments, IReadOnlyList<IBenchmark> benchmarks, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var shell = new Shell(RepositoryRoot.Find());
        await using var cluster = await Cluster.StartAsync(shell, Port, cancellationToken);
        var progress = new ProgressLines(console, TimeProvider.System);
        var trial = new Trial(arguments.Quick, cluster, new MeasuredPrograms(shell, cluster));
        var run = new BenchmarkRun(trial, new QuietMachine(cluster, TimeProvider.System), progress);
        try
        {
            await run.RunAsync(benchmarks, cancellationToken);
        }
        finally
        {
            // After Ctrl+C, too: the results so far are useful.
            ResultTable.Write(console, run.Results);
            RatioReport.Write(console, Console.Out, benchmarks.SelectMany(benchmark => benchmark.Ratios), run.Results);
        }
        if (arguments.Markdown is { } file)
            await File.WriteAllTextAsync(file, ResultTable.Markdown(run.Results), cancellationToken);
        if (progress.WasNoisy)
            console.WriteLine("Other processes were busy. Disturbed repetitions count only in rows without undisturbed ones.");
        return progress.Failures == 0 ? 0 : 1;
    }

    private static List<IBenchmark> Chosen(BenchmarkArguments arguments)
    {
        var chosen = AllBenchmarks.InOrder
            .Where(benchmark => arguments.Words.Count == 0
                ? !arguments.Quick || benchmark.InQuick
                : arguments.Words.Any(word => benchmark.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        if (chosen.Count > 0)
            return chosen;
        var names = string.Join(", ", AllBenchmarks.InOrder.Select(benchmark => benchmark.Name));
        throw new BenchmarkException($"no benchmark is called '{string.Join(' ', arguments.Words)}'; there are {names}.");
    }
}
