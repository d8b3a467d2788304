using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Spade.Benchmarks.CommandLine;

namespace Spade.Benchmarks.InProcess;

/// <summary>Configuration of BenchmarkDotNet.</summary>
internal static class InProcessConfig
{
    /// <summary>The configuration for a command line.</summary>
    /// <param name="arguments">Words select by a part of a benchmark's full name, including its parameters.</param>
    /// <param name="root">Folder of the repository. Results go to its <c>artifacts</c>, which Git and the build ignore.</param>
    internal static IConfig For(BenchmarkArguments arguments, string root)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Measured(arguments.Quick))
            .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .HideColumns(Column.StdDev, Column.Median)
            // BenchmarkDotNet logs hundreds of lines per benchmark, and has them in a file. The console shows the progress only.
            .AddLogger(NullLogger.Instance)
            .AddEventProcessor(new InProcessProgress(Console.Out))
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(root, "artifacts", "benchmarks"));
        return arguments.Words.Count == 0
            ? config
            : config.AddFilter(new GlobFilter([.. arguments.Words.Select(word => $"*{word}*")]));
    }

    /// <summary>Measures in this process. The other toolchains generate a project and build it without this repository's settings for
    /// versions, warnings and feeds.</summary>
    private static Job Measured(bool quick)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
        return quick ? job.WithIterationTime(TimeInterval.FromMilliseconds(200)).WithWarmupCount(5).WithIterationCount(5) : job;
    }
}
