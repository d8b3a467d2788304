namespace Aspire.Hosting.ApplicationModel;

/// <summary>The environment of a process while it is put together.</summary>
/// <param name="executionContext">What the application is doing.</param>
/// <param name="environmentVariables">The variables so far: strings and values that are filled in later.</param>
/// <param name="cancellationToken">Cancelled when nobody wants the result any more.</param>
public sealed class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext, Dictionary<string, object>? environmentVariables = null,
    CancellationToken cancellationToken = default)
{
    private readonly IResource? _resource;

    /// <summary>Begins with some variables of a resource.</summary>
    /// <param name="executionContext">What the application is doing.</param>
    /// <param name="resource">Whose environment.</param>
    /// <param name="environmentVariables">The variables so far: strings and values that are filled in later.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the result any more.</param>
    public EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext, IResource resource, Dictionary<string, object>? environmentVariables = null,
        CancellationToken cancellationToken = default) : this(executionContext, environmentVariables, cancellationToken) => _resource = resource;

    /// <summary>The variables so far: strings and values that are filled in later.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>What the application is doing.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>Whose environment; throws when whoever made this context did not say.</summary>
    public IResource Resource => _resource ?? throw new InvalidOperationException("This context was made without a resource.");

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
