namespace Spade.Jobs.Schema;

/// <summary>Holds back everything that queries the database until its schema is known to be there.</summary>
public sealed class SchemaGate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the schema is known to be in place.</summary>
    public bool IsOpen => _open.Task.IsCompletedSuccessfully;

    /// <summary>Opens the gate for good. Safe to repeat.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Waits until the schema is in place.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);
}
