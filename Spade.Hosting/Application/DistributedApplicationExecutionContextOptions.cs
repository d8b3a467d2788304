namespace Aspire.Hosting;

/// <summary>What a <see cref="DistributedApplicationExecutionContext"/> is made from.</summary>
/// <param name="operation">What the AppHost is doing.</param>
public class DistributedApplicationExecutionContextOptions(DistributedApplicationOperation operation)
{
    /// <summary>Names the publisher as well.</summary>
    /// <param name="operation">What the AppHost is doing.</param>
    /// <param name="publisherName">Who writes, when something is written.</param>
    public DistributedApplicationExecutionContextOptions(DistributedApplicationOperation operation, string publisherName) : this(operation) =>
        PublisherName = publisherName;

    /// <summary>What the AppHost is doing.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Who writes, when something is written; null for the default.</summary>
    public string? PublisherName { get; }

    /// <summary>The application's services, when there are some already.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
