using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application is about to start: the last moment to change its description.</summary>
/// <param name="services">The application's services.</param>
/// <param name="model">The description.</param>
public sealed class BeforeStartEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The description.</summary>
    public DistributedApplicationModel Model { get; } = model;
}
