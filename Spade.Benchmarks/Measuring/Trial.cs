using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Measuring;

/// <summary>What a repetition works with.</summary>
/// <param name="Quick">Whether windows are short.</param>
/// <param name="Cluster">The PostgreSQL server that everybody is measured on.</param>
/// <param name="Programs">Starts the peers' scripts and our own measured programs.</param>
internal sealed record Trial(bool Quick, Cluster Cluster, MeasuredPrograms Programs)
{
    /// <summary>Makes an empty database.</summary>
    /// <returns>The environment that leads a service of ours to it.</returns>
    internal async Task<Dictionary<string, string?>> FreshAsync(string database, CancellationToken cancellationToken) =>
        new() { ["ConnectionStrings__spadedb"] = await Cluster.FreshAsync(database, cancellationToken) };
}
