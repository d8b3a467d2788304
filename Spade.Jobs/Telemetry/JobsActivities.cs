using System.Diagnostics;

namespace Spade.Jobs.Telemetry;

/// <summary>The queue's spans, following OpenTelemetry's messaging conventions.</summary>
internal static class JobsActivities
{
    private static readonly ActivitySource Source = new(JobsTelemetry.Name);

    /// <summary>The jobs' trace context, which their runs continue.</summary>
    public static Activity? StartEnqueue(string queue, Guid[] ids)
    {
        var activity = Start("send", queue, ActivityKind.Producer, parent: default);
        return ids is [var id]
            ? activity?.SetTag("messaging.message.id", id)
            : activity?.SetTag("messaging.batch.message_count", ids.Length);
    }

    /// <summary>Continues the trace in which the job was enqueued, possibly by another process.</summary>
    public static Activity? StartRun(Guid id, string queue, int attempt, int interruptions, string? traceParent, string? traceState)
    {
        _ = ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return Start("process", queue, ActivityKind.Consumer, parent)?
            .SetTag("messaging.message.id", id)
            .SetTag("spade.job.attempt", attempt)
            .SetTag("spade.job.interruptions", interruptions);
    }

    /// <summary>Marks the run as failed. A failure because of bad input is not an error of this service.</summary>
    public static void SetFailure(this Activity activity, string type, string message, bool isAnswer = false)
    {
        activity.SetTag("error.type", type);
        if (!isAnswer)
            activity.SetStatus(ActivityStatusCode.Error, message);
    }

    private static Activity? Start(string operation, string queue, ActivityKind kind, ActivityContext parent) =>
        Source.StartActivity($"{operation} {queue}", kind, parent)?
            .SetTag("messaging.system", "spade")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", operation)
            .SetTag("messaging.destination.name", queue);
}
