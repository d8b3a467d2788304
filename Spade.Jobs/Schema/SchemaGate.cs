namespace Spade.Jobs.Schema;

/// <summary>Delays all database queries until the schema exists.</summary>
public sealed class SchemaGate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the schema exists.</summary>
    public bool IsOpen => _open.Task.IsCompletedSuccessfully;

    /// <summary>Opens the gate permanently. May be called again.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Waits until the schema exists.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);
}
