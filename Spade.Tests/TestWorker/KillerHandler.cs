using Spade.Jobs.Handlers;

namespace Spade.Tests.TestWorker;

/// <summary>Kills its own process: the kind of job that belongs in quarantine.</summary>
internal sealed class KillerHandler : IJobHandler<Steps>
{
    public Task<JobOutcome> RunAsync(JobContext<Steps> job, CancellationToken cancellationToken)
    {
        Signals.Send(Environment.ProcessId, Signals.Kill);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}
