namespace Aspire.Hosting.Eventing;

/// <summary>Somebody's wish to be told.</summary>
/// <param name="callback">What is called.</param>
public sealed class DistributedApplicationEventSubscription(Func<IDistributedApplicationEvent, CancellationToken, Task> callback)
{
    /// <summary>What is called.</summary>
    public Func<IDistributedApplicationEvent, CancellationToken, Task> Callback { get; } = callback;
}
