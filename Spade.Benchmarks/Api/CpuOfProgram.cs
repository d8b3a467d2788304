using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Api;

/// <summary>CPU seconds of a program and of PostgreSQL since this was created.</summary>
internal sealed class CpuOfProgram(RunningProgram program, Cluster cluster)
{
    private readonly double _own = ProcessTimes.Of(program.ProcessId);
    private readonly double _postgres = ProcessTimes.OfTree(cluster.ProcessId);

    internal double Own => ProcessTimes.Of(program.ProcessId) - _own;

    internal double Postgres => ProcessTimes.OfTree(cluster.ProcessId) - _postgres;

    internal IEnumerable<Sample> PerOperation(string row, double operations) =>
        [new(row, Sample.OwnCpu, Own * 1e6 / operations), new(row, Sample.PostgresCpu, Postgres * 1e6 / operations)];
}
