namespace Aspire.Hosting;

/// <summary>What the AppHost is doing with its application.</summary>
/// <param name="operation">What it is.</param>
/// <param name="publisherName">Who writes, when something is written.</param>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
{
    private const string DefaultPublisher = "manifest";

    private IServiceProvider? _services;

    /// <summary>Takes the default publisher.</summary>
    /// <param name="operation">What the AppHost is doing.</param>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation) : this(operation, DefaultPublisher)
    {
    }

    /// <summary>Takes everything from options.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationExecutionContextOptions options)
        : this(options.Operation, options.PublisherName ?? DefaultPublisher) => _services = options.ServiceProvider;

    /// <summary>What it is.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Who writes, when something is written; <c>manifest</c> by default. Without meaning in a run.</summary>
    public string PublisherName { get; set; } = publisherName;

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
