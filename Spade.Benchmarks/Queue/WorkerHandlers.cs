using Spade.Jobs.Handlers;

namespace Spade.Benchmarks.Queue;

/// <summary>Reports the latency of each job.</summary>
internal sealed class TimeHandler : IJobHandler<Sent>
{
    public Task<JobOutcome> RunAsync(JobContext<Sent> job, CancellationToken cancellationToken)
    {
        WorkerReports.Print(WorkerProgram.Latency, MonotonicClock.Now - job.Payload.At);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}

/// <summary>Like <see cref="TimeHandler"/>, for many jobs: collects latencies until they are requested.</summary>
internal sealed class WindowHandler(WorkerReports reports) : IJobHandler<Sent>
{
    private static readonly Task<JobOutcome> Done = Task.FromResult<JobOutcome>(new JobOutcome.Completed());

    public Task<JobOutcome> RunAsync(JobContext<Sent> job, CancellationToken cancellationToken)
    {
        reports.Add(MonotonicClock.Now - job.Payload.At);
        return Done;
    }
}

/// <summary>Runs until it is cancelled and ignores the shutdown token.</summary>
internal sealed class HoldHandler : IJobHandler<Mail>
{
    public async Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        WorkerReports.Print(WorkerProgram.Started, MonotonicClock.Now, job.Attempt);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return new JobOutcome.Completed();
    }
}

/// <summary>Reports its start and completes.</summary>
internal sealed class PickUpHandler : IJobHandler<Mail>
{
    public Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        WorkerReports.Print(WorkerProgram.Started, MonotonicClock.Now, job.Attempt);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}

/// <summary>Counts jobs.</summary>
internal sealed class CountHandler(WorkerReports reports) : IJobHandler<Mail>
{
    private static readonly Task<JobOutcome> Done = Task.FromResult<JobOutcome>(new JobOutcome.Completed());

    public Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        reports.Add();
        return Done;
    }
}
