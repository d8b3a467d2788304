using Spade.Jobs.Handlers;

namespace Spade.Tests.TestWorker;

/// <summary>A short job without a yield point, which simply finishes.</summary>
internal sealed class PauseHandler : IJobHandler<Wait>
{
    public async Task<JobOutcome> RunAsync(JobContext<Wait> job, CancellationToken cancellationToken)
    {
        Console.WriteLine("pausing");
        await Pause.ForAsync(TimeSpan.FromMilliseconds(job.Payload.Milliseconds), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new JobOutcome.Completed();
    }
}
