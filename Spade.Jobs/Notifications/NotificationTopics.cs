using Spade.Jobs.Client;
using Spade.Jobs.Fetching;

namespace Spade.Jobs.Notifications;

/// <summary>The topics that the queue itself uses.</summary>
internal static class NotificationTopics
{
    /// <summary>Key: a queue that may have work.</summary>
    public const string Work = "work";

    /// <summary>Key: a queue that may have work which a claim by <see cref="ClaimWindow"/> does not see: of another priority, or due for
    /// long.</summary>
    public const string Everywhere = "everywhere";

    /// <summary>Key: a job that may have been taken away from the node that runs it.</summary>
    public const string Ownership = "ownership";

    /// <summary>Key: a node that is to look up from its wait for notifications.</summary>
    public const string Node = "node";

    /// <summary>What a new job is announced with.</summary>
    public static string Of(JobOptions? options) => options is { Priority: not 0 } ? Everywhere : Work;
}
