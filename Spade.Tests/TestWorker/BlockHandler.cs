using Spade.Jobs.Handlers;

namespace Spade.Tests.TestWorker;

/// <summary>Blocks its thread, as a handler should not.</summary>
internal sealed class BlockHandler : IJobHandler<Wait>
{
    public Task<JobOutcome> RunAsync(JobContext<Wait> job, CancellationToken cancellationToken)
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne(job.Payload.Milliseconds);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}
