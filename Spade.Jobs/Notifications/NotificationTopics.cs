namespace Spade.Jobs.Notifications;

/// <summary>The topics that the queue itself uses.</summary>
internal static class NotificationTopics
{
    /// <summary>Key: a queue that may have work.</summary>
    public const string Work = "work";

    /// <summary>Key: a queue that may have work which most claims miss, because they start where the last one left off: jobs of a new
    /// priority, or jobs that have been due for long.</summary>
    public const string Everywhere = "everywhere";

    /// <summary>Key: a job that the node that runs it may no longer own.</summary>
    public const string Ownership = "ownership";

    /// <summary>Key: a node whose wait for notifications must end.</summary>
    public const string Node = "node";

    /// <summary>The topic for a new job.</summary>
    public static string ForNewJob(short priority) => priority == 0 ? Work : Everywhere;
}
