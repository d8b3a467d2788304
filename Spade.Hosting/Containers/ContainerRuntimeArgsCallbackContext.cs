namespace Aspire.Hosting.ApplicationModel;

/// <summary>The container runtime's arguments for a container while they are put together.</summary>
/// <param name="args">The arguments so far: strings and values that are filled in later.</param>
/// <param name="cancellationToken">Cancelled when nobody wants the result any more.</param>
public sealed class ContainerRuntimeArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments so far: strings and values that are filled in later.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
