using Spade.Jobs.Handlers;

namespace Spade.Tests.TestWorker;

/// <summary>A job without a yield point that is always in flight when its worker stops: its time begins with the drain. A run after an
/// interruption completes at once.</summary>
internal sealed class OutlastHandler : IJobHandler<Wait>
{
    public async Task<JobOutcome> RunAsync(JobContext<Wait> job, CancellationToken cancellationToken)
    {
        Console.WriteLine("outlasting");
        if (job.Interruptions > 0)
            return new JobOutcome.Completed();
        var draining = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (job.Shutdown.Register(draining.SetResult))
            await draining.Task.WaitAsync(cancellationToken);
        await Pause.ForAsync(TimeSpan.FromMilliseconds(job.Payload.Milliseconds), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new JobOutcome.Completed();
    }
}
