namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command works with.</summary>
public sealed class ExecuteCommandContext
{
    /// <summary>The application's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>What it is for: an instance of the resource, or the resource's name when it has no instances of its own.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    public required CancellationToken CancellationToken { get; init; }
}
