using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Lifecycle;

/// <summary>A service of the AppHost that wants to be told what happens.</summary>
public interface IDistributedApplicationEventingSubscriber
{
    /// <summary>Subscribes. Called once, before the first event.</summary>
    Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken);
}
