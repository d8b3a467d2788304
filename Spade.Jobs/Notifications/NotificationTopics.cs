namespace Spade.Jobs.Notifications;

/// <summary>The topics that the queue itself uses.</summary>
internal static class NotificationTopics
{
    /// <summary>Key: a queue that may have work.</summary>
    public const string Work = "work";

    /// <summary>Key: a queue that may have work which most claims do not see, because they begin where the last one left off: jobs of
    /// another priority, or due for long.</summary>
    public const string Everywhere = "everywhere";

    /// <summary>Key: a job that may have been taken away from the node that runs it.</summary>
    public const string Ownership = "ownership";

    /// <summary>Key: a node whose wait for notifications is to end.</summary>
    public const string Node = "node";

    /// <summary>The topic that announces a new job.</summary>
    public static string ForNewJob(short priority) => priority == 0 ? Work : Everywhere;
}
