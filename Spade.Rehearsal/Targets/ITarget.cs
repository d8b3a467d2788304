using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets;

/// <summary>What is rehearsed: something that serves requests and can be restarted.</summary>
internal interface ITarget : IAsyncDisposable
{
    /// <summary>What it is, in words.</summary>
    string Name { get; }

    /// <summary>Names of the checks whose facts it cannot have: the verdict does not wait for them.</summary>
    IReadOnlySet<string> Unseen { get; }

    /// <summary>Why it cannot take part in this schedule, with what to do about it; null when it can.</summary>
    string? Objection(Schedule schedule);

    /// <summary>Starts it, if the rehearsal is to do that, and watches it from now on.</summary>
    /// <exception cref="TargetException">It cannot be rehearsed.</exception>
    Task<TargetFacts> StartAsync(CancellationToken cancellationToken);

    /// <summary>Does a step and returns when it is over.</summary>
    /// <returns>To what it was done: a replica, or services; null when the step says it all.</returns>
    Task<string?> DoAsync(Step step, CancellationToken cancellationToken);

    /// <summary>Writes to the journal what is known of its processes and of its database.</summary>
    Task ReadAsync(CancellationToken cancellationToken);
}
