using System.Globalization;
using Spade.Jobs.Leases;
using Spade.Shutdown.InFlight;

namespace Spade.Documents.Ledger;

/// <summary>The queue's jobs as work that a stop brings to an end. Queue and service defaults know nothing of one another.</summary>
internal sealed class QueueWork(JobsDrain jobs) : IWorkInFlight
{
    public string Name => "jobs";

    public WorkTally Tally => jobs.Tally is var tally
        ? new(tally.InFlight, tally.Begun, tally.Finished, tally.Released, tally.Aborted)
        : default;

    public bool IsBroken => jobs.IsBroken;

    public Task Left => jobs.Left;

    public void Mark() => jobs.Mark();

    public IReadOnlyList<string> Describe() => [.. jobs.Running.Select(job => string.Create(
        CultureInfo.InvariantCulture, $"{job.JobId} of {job.Queue} ({job.Doing}), for {job.Age.TotalSeconds:0.0} s"))];
}
