using Spade.Jobs;

namespace Spade.Tests.Worker;

/// <summary>A short job without a yield point: it just finishes.</summary>
internal sealed class PauseHandler : IJobHandler<Wait>
{
    public async Task<JobOutcome> RunAsync(JobContext<Wait> job, CancellationToken cancellationToken)
    {
        Console.WriteLine("pausing");
        await Task.Delay(job.Payload.Milliseconds, cancellationToken);
        return new JobOutcome.Completed();
    }
}
