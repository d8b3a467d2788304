using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Measuring;

/// <summary>What a repetition needs.</summary>
/// <param name="Quick">Whether this is a quick run, with short windows.</param>
/// <param name="Cluster">The PostgreSQL server, which all subjects share.</param>
/// <param name="Programs">Runs the peers' scripts and our own measured programs.</param>
internal sealed record Trial(bool Quick, Cluster Cluster, MeasuredPrograms Programs)
{
    /// <summary>Creates an empty database.</summary>
    /// <returns>The environment with its connection string.</returns>
    internal async Task<Dictionary<string, string?>> FreshAsync(string database, CancellationToken cancellationToken) =>
        new() { ["ConnectionStrings__spadedb"] = await Cluster.FreshAsync(database, cancellationToken) };
}
