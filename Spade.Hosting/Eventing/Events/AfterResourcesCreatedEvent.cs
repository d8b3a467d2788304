using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Every resource has begun to start or to wait; none need be running yet.</summary>
/// <param name="services">The application's services.</param>
/// <param name="model">The description.</param>
public sealed class AfterResourcesCreatedEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The description.</summary>
    public DistributedApplicationModel Model { get; } = model;
}
