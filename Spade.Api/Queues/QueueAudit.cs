using Spade.Api.Access;

namespace Spade.Api.Queues;

/// <summary>Says in the log who paused and resumed which queue.</summary>
internal sealed partial class QueueAudit(ILogger<QueueAudit> logger)
{
    public void Paused(string queue, Caller caller) => Log.Paused(logger, queue, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    public void Resumed(string queue, Caller caller) => Log.Resumed(logger, queue, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    private static partial class Log
    {
        [LoggerMessage(2431, LogLevel.Information, "Queue {Queue} was paused, by {Caller} of {Tenant}")]
        public static partial void Paused(ILogger logger, string queue, string caller, string tenant);

        [LoggerMessage(2432, LogLevel.Information, "Queue {Queue} was resumed, by {Caller} of {Tenant}")]
        public static partial void Resumed(ILogger logger, string queue, string caller, string tenant);
    }
}
