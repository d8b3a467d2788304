using Spade.Jobs.Leases;

namespace Spade.Jobs.Executing;

/// <summary>Runs the jobs of one queue, independent of their payload's type.</summary>
internal interface IJobExecutor
{
    /// <summary>Runs a job once, from its claim to its outcome. Never throws.</summary>
    Task RunAsync(JobLease lease);
}
