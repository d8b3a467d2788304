using System.Diagnostics;

namespace Spade.Jobs;

/// <summary>The queue's spans, after the OpenTelemetry messaging conventions.</summary>
internal static class JobsActivities
{
    public const string SourceName = "Spade.Jobs";

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? StartEnqueue(string queue) =>
        Source.StartActivity($"send {queue}", ActivityKind.Producer)?
            .SetTag("messaging.system", "spade")
            .SetTag("messaging.operation.type", "send")
            .SetTag("messaging.destination.name", queue);

    /// <summary>Continues the trace of whoever enqueued the job, however long ago and in whichever process.</summary>
    public static Activity? StartRun(ClaimedJob job)
    {
        _ = ActivityContext.TryParse(job.TraceParent, job.TraceState, isRemote: true, out var parent);
        return Source.StartActivity($"process {job.Queue}", ActivityKind.Consumer, parent)?
            .SetTag("messaging.system", "spade")
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", job.Queue)
            .SetTag("messaging.message.id", job.Id)
            .SetTag("spade.job.attempt", job.Attempt)
            .SetTag("spade.job.interruptions", job.Interruptions);
    }
}
