using System.Diagnostics;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;

namespace Spade.Jobs.Telemetry;

/// <summary>The queue's spans, by OpenTelemetry's conventions for messaging.</summary>
internal static class JobsActivities
{
    private static readonly ActivitySource Source = new(JobsTelemetry.Name);

    /// <summary>The jobs' context: whoever runs one of them continues it.</summary>
    public static Activity? StartEnqueue(string queue, Guid[] ids)
    {
        var activity = Start("send", queue, ActivityKind.Producer, parent: default);
        return ids is [var id]
            ? activity?.SetTag("messaging.message.id", id)
            : activity?.SetTag("messaging.batch.message_count", ids.Length);
    }

    /// <summary>Continues the trace of whoever enqueued the job, however long ago and in whichever process.</summary>
    public static Activity? StartRun(ClaimedJob job)
    {
        _ = ActivityContext.TryParse(job.TraceParent, job.TraceState, isRemote: true, out var parent);
        return Start("process", job.Queue, ActivityKind.Consumer, parent)?
            .SetTag("messaging.message.id", job.Id)
            .SetTag("spade.job.attempt", job.Attempt)
            .SetTag("spade.job.interruptions", job.Interruptions);
    }

    /// <summary>The run ended as a failure. One that is the answer to bad input is no error of anybody here.</summary>
    public static void SetFailure(this Activity activity, JobError error, bool isAnswer = false)
    {
        activity.SetTag("error.type", error.Type);
        if (!isAnswer)
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
    }

    private static Activity? Start(string operation, string queue, ActivityKind kind, ActivityContext parent) =>
        Source.StartActivity($"{operation} {queue}", kind, parent)?
            .SetTag("messaging.system", "spade")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", operation)
            .SetTag("messaging.destination.name", queue);
}
