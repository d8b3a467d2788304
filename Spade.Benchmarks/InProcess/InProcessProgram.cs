using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Spade.Benchmarks.CommandLine;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.InProcess;

/// <summary>Measures time and allocations of code in this process with BenchmarkDotNet. The code needs no database and starts no programs.
/// There are no peers, so there are no goals.</summary>
internal static class InProcessProgram
{
    /// <summary>Word on the command line that selects this program, in any place.</summary>
    internal const string Word = "in-process";

    internal static IReadOnlyList<Type> Benchmarks { get; } =
    [
        typeof(UploadBenchmarks),
        typeof(InspectionBenchmarks),
        typeof(ReadinessBenchmarks),
        typeof(ClaimWindowBenchmarks),
        typeof(TesseractTableBenchmarks),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var arguments = BenchmarkArguments.Parse([.. args.Where(argument => argument != Word)]);
            var summary = BenchmarkRunner.Run(Chosen(arguments)).Single();
            MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
            if (arguments.Markdown is { } file)
                await File.WriteAllTextAsync(file, Markdown(summary));
            return summary.Reports.Length > 0 && summary.Reports.All(report => report.Success) ? 0 : 1;
        }
        catch (BenchmarkException exception)
        {
            await Console.Error.WriteLineAsync($"bench: {exception.Message}");
            return 2;
        }
    }

    private static BenchmarkRunInfo[] Chosen(BenchmarkArguments arguments)
    {
        var config = InProcessConfig.For(arguments, RepositoryRoot.Find());
        var chosen = Benchmarks
            .Select(type => BenchmarkConverter.TypeToBenchmarks(type, config))
            .Where(run => run.BenchmarksCases.Length > 0)
            .ToArray();
        if (chosen.Length > 0)
            return chosen;
        var names = string.Join(", ", Benchmarks.Select(type => type.Name));
        throw new BenchmarkException($"no in-process benchmark is called '{string.Join(' ', arguments.Words)}'; there are {names}.");
    }

    private static string Markdown(Summary summary)
    {
        var text = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, text);
        return text.GetLog();
    }
}
