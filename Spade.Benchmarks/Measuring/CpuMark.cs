using System.Diagnostics;
using Npgsql;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Measuring;

/// <summary>CPU time of this process and of all processes of PostgreSQL since the mark was taken.</summary>
internal sealed class CpuMark
{
    private readonly int _postmaster;
    private readonly TimeSpan _own;
    private readonly double _postgres;

    private CpuMark(int postmaster)
    {
        _postmaster = postmaster;
        _own = Own;
        _postgres = ProcessTimes.OfTree(postmaster);
    }

    internal static async Task<CpuMark> TakeAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return new(ProcessTimes.ParentOf(connection.ProcessID));
    }

    /// <summary>Adds the CPU time for each of <paramref name="operations"/> to the figures.</summary>
    internal Dictionary<string, double> Into(Dictionary<string, double> figures, int operations)
    {
        figures[Sample.OwnCpu] = (Own - _own).TotalMicroseconds / operations;
        figures[Sample.PostgresCpu] = (ProcessTimes.OfTree(_postmaster) - _postgres) * 1e6 / operations;
        return figures;
    }

    private static TimeSpan Own
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }
}
