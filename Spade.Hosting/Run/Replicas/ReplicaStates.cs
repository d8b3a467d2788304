using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>What the states of several replicas come to.</summary>
internal static class ReplicaStates
{
    // The first of these that any replica is in. One that runs makes the resource run; whether it is healthy is another question.
    private static readonly string[] Order =
    [
        KnownResourceStates.Running, KnownResourceStates.Starting, KnownResourceStates.NotStarted, KnownResourceStates.Stopping,
        KnownResourceStates.FailedToStart, KnownResourceStates.Exited, KnownResourceStates.Finished,
    ];

    /// <summary>State and exit code of them all: once all have ended, the worst.</summary>
    internal static (string State, int? ExitCode) Together(IReadOnlyCollection<CustomResourceSnapshot> replicas)
    {
        var state = Order.FirstOrDefault(candidate => replicas.Any(replica => replica.State?.Text == candidate)) ?? KnownResourceStates.Exited;
        var hasEnded = KnownResourceStates.TerminalStates.Contains(state);
        return (state, hasEnded ? replicas.Select(replica => replica.ExitCode).OrderByDescending(code => code ?? -1).FirstOrDefault() : null);
    }
}
