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

/// <summary>How BenchmarkDotNet measures here.</summary>
internal static class InProcessConfig
{
    /// <param name="arguments">Words choose by a part of a benchmark's full name, its parameters included.</param>
    /// <param name="root">The checkout; what BenchmarkDotNet writes goes where no build and no commit sees it.</param>
    internal static IConfig For(BenchmarkArguments arguments, string root)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Measured(arguments.Quick))
            .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .HideColumns(Column.StdDev, Column.Median)
            // Its own log has some hundred lines for each benchmark and goes to a file anyway; the terminal sees how far it is.
            .AddLogger(NullLogger.Instance)
            .AddEventProcessor(new InProcessProgress(Console.Out))
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(root, "artifacts", "benchmarks"));
        return arguments.Words.Count == 0
            ? config
            : config.AddFilter(new GlobFilter([.. arguments.Words.Select(word => $"*{word}*")]));
    }

    /// <summary>In this very process: the other toolchains write a project of their own, and restore and build it, outside of all that this
    /// repository says about versions, warnings and feeds.</summary>
    private static Job Measured(bool quick)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
        return quick ? job.WithIterationTime(TimeInterval.FromMilliseconds(200)).WithWarmupCount(5).WithIterationCount(5) : job;
    }
}
