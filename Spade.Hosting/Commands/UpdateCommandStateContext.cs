namespace Aspire.Hosting.ApplicationModel;

/// <summary>What decides whether a command can be given.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>What can be told about the resource now.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>The application's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}
