using Spade.Jobs.Handlers;

namespace Spade.Benchmarks.Queue;

/// <summary>Reports how long its job was on the way.</summary>
internal sealed class TimeHandler : IJobHandler<Sent>
{
    public Task<JobOutcome> RunAsync(JobContext<Sent> job, CancellationToken cancellationToken)
    {
        WorkerReports.Say(WorkerProgram.Latency, MonotonicClock.Now - job.Payload.At);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}

/// <summary>As <see cref="TimeHandler"/> for many jobs: the figures are said when they are asked for.</summary>
internal sealed class WindowHandler(WorkerReports reports) : IJobHandler<Sent>
{
    private static readonly Task<JobOutcome> Done = Task.FromResult<JobOutcome>(new JobOutcome.Completed());

    public Task<JobOutcome> RunAsync(JobContext<Sent> job, CancellationToken cancellationToken)
    {
        reports.Add(MonotonicClock.Now - job.Payload.At);
        return Done;
    }
}

/// <summary>Runs until it is cancelled; a shutdown alone does not move it.</summary>
internal sealed class HoldHandler : IJobHandler<Mail>
{
    public async Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        WorkerReports.Say(WorkerProgram.Started, MonotonicClock.Now, job.Attempt);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return new JobOutcome.Completed();
    }
}

/// <summary>Reports its start and is done.</summary>
internal sealed class PickUpHandler : IJobHandler<Mail>
{
    public Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        WorkerReports.Say(WorkerProgram.Started, MonotonicClock.Now, job.Attempt);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}

/// <summary>Counts.</summary>
internal sealed class CountHandler(WorkerReports reports) : IJobHandler<Mail>
{
    private static readonly Task<JobOutcome> Done = Task.FromResult<JobOutcome>(new JobOutcome.Completed());

    public Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        reports.Add();
        return Done;
    }
}
