namespace Spade.Jobs.Handlers;

/// <summary>The job of a run and its fenced writes, for <see cref="JobContext{TPayload}"/>.</summary>
internal interface IRunProgress
{
    Guid JobId { get; }

    string? Group { get; }

    int Attempt { get; }

    bool IsLastAttempt { get; }

    int Interruptions { get; }

    /// <inheritdoc cref="JobContext{TPayload}.CheckpointAsync"/>
    Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken);

    /// <inheritdoc cref="JobContext{TPayload}.WriteAsync"/>
    Task WriteAsync(JobWrite write, CancellationToken cancellationToken);

    /// <inheritdoc cref="JobContext{TPayload}.Step"/>
    IDisposable Step(string name);
}
