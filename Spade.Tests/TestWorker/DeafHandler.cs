using Spade.Jobs.Handlers;

namespace Spade.Tests.TestWorker;

/// <summary>Ignores all tokens in its first run; a run after an interruption completes at once.</summary>
internal sealed class DeafHandler : IJobHandler<Wait>
{
    public async Task<JobOutcome> RunAsync(JobContext<Wait> job, CancellationToken cancellationToken)
    {
        using var step = job.Step("not listening");
        Console.WriteLine("not listening");
        if (job.Interruptions == 0)
            await Pause.ForAsync(TimeSpan.FromMilliseconds(job.Payload.Milliseconds), CancellationToken.None);
        return new JobOutcome.Completed();
    }
}
