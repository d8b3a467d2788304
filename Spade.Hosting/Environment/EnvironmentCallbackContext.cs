namespace Aspire.Hosting.ApplicationModel;

/// <summary>The environment of a process while it is put together.</summary>
/// <param name="executionContext">What the application is doing.</param>
/// <param name="environmentVariables">The variables so far: strings and values that are filled in later.</param>
/// <param name="cancellationToken">Cancelled when nobody wants the result any more.</param>
public sealed class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext, Dictionary<string, object>? environmentVariables = null,
    CancellationToken cancellationToken = default)
{
    /// <summary>The variables so far: strings and values that are filled in later.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>What the application is doing.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
