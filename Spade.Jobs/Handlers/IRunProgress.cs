namespace Spade.Jobs.Handlers;

/// <summary>One run as <see cref="JobContext{TPayload}"/> needs it: what its job is, and the fenced writes.</summary>
internal interface IRunProgress
{
    Guid JobId { get; }

    int Attempt { get; }

    int Interruptions { get; }

    /// <inheritdoc cref="JobContext{TPayload}.CheckpointAsync"/>
    Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken);

    /// <inheritdoc cref="JobContext{TPayload}.WriteAsync"/>
    Task WriteAsync(JobWrite write, CancellationToken cancellationToken);

    /// <inheritdoc cref="JobContext{TPayload}.Step"/>
    IDisposable Step(string name);
}
