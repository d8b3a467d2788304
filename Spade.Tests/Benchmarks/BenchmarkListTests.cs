using Spade.Benchmarks;
using Spade.Benchmarks.CommandLine;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Tests.Benchmarks;

public sealed class BenchmarkListTests
{
    [Fact]
    public void Every_goal_has_one_ratio() => Assert.Equal(
        [
            "bulk-vs-graphile", "burst40", "handover", "insert16-vs-bare", "insert16-vs-pgboss", "latency-p50", "latency-p99", "memory-api",
            "memory-worker", "noop-default-vs-graphile", "noop-million-finished", "noop-million-waiting", "noop-tuned-vs-graphile",
            "ocr-vs-limit", "ocr-vs-ocrmypdf", "post-vs-fastify", "ready-vs-fastify", "rest-queues100", "rest1-postgres", "rest20-postgres",
            "rest4-postgres", "restart-at-once", "restart-prestop", "sigkill", "start-vs-fastify", "workers50-flat", "xmin-pinned",
        ],
        AllBenchmarks.InOrder.SelectMany(benchmark => benchmark.Ratios).Select(ratio => ratio.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_benchmark_measures_Spade_and_has_a_unique_name()
    {
        Assert.All(AllBenchmarks.InOrder, benchmark => Assert.Contains(benchmark.Subjects, subject => subject.Name == Subject.Ours));
        Assert.Distinct(AllBenchmarks.InOrder.Select(benchmark => benchmark.Name));
    }

    [Fact]
    public void An_unknown_option_is_named()
    {
        var error = Assert.Throws<BenchmarkException>(() => BenchmarkArguments.Parse(["--fast"]));
        Assert.Contains("no option '--fast'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_choose_benchmarks_and_options_may_come_anywhere()
    {
        var arguments = BenchmarkArguments.Parse(["insert", "--quick", "ocr"]);
        Assert.True(arguments.Quick);
        Assert.Equal(["insert", "ocr"], arguments.Words);
    }
}
