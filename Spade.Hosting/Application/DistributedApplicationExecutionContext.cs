namespace Aspire.Hosting;

/// <summary>What the AppHost is doing with its application.</summary>
/// <param name="operation">What it is.</param>
public sealed class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    private IServiceProvider? _services;

    /// <summary>What it is.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>True when the application runs here.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>True when something is written for another system.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>The application's services; there are none before it is built.</summary>
    public IServiceProvider ServiceProvider
    {
        get => _services ?? throw new InvalidOperationException("The application's services exist once it is built.");
        internal set => _services = value;
    }
}
