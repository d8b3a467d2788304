namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that every reader of states knows.</summary>
public static class KnownResourceStates
{
    /// <summary>Nothing has happened yet.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Waits for another resource.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Is being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Runs.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Has been told to stop.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Its process ended, by itself or because it was told to.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Has done what it is for.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>Could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>Cannot run because what runs it, such as a container runtime, is not well.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>In use; for resources that do not run by themselves.</summary>
    public static readonly string Active = nameof(Active);

    /// <summary>The states that nothing follows by itself.</summary>
    public static IReadOnlyList<string> TerminalStates { get; } = [Finished, FailedToStart, Exited];
}
