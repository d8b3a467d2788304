using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;
using Spade.Benchmarks.Report;

namespace Spade.Benchmarks.InProcess;

/// <summary>Prints a line for each benchmark as it runs.</summary>
internal sealed class InProcessProgress(TextWriter lines) : EventProcessor
{
    public override void OnValidationError(ValidationError validationError)
    {
        // The other messages are about intended settings, such as the missing exporters.
        if (validationError.IsCritical)
            lines.WriteLine(validationError.Message);
    }

    public override void OnStartRunBenchmark(BenchmarkCase benchmarkCase)
    {
        var (benchmark, parameters) = (benchmarkCase.Descriptor, benchmarkCase.Parameters.PrintInfo);
        lines.Write($"{benchmark.Type.Name}.{benchmark.WorkloadMethod.Name}{(parameters.Length > 0 ? $" {parameters}" : "")} ... ");
    }

    public override void OnEndRunBenchmark(BenchmarkCase benchmarkCase, BenchmarkReport report) =>
        lines.WriteLine(report.ResultStatistics is { Mean: var nanoseconds } ? $"{Numbers.Text(nanoseconds)} ns" : "FAILED");
}
