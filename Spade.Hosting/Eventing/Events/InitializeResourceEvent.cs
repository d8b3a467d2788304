using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application starts, and a resource is known to it: the moment to bring up something of one's own.</summary>
/// <param name="resource">The resource.</param>
/// <param name="eventing">For telling others.</param>
/// <param name="logger">Writes among the resource's own lines.</param>
/// <param name="notificationService">For changing the resource's state.</param>
/// <param name="services">The application's services.</param>
public sealed class InitializeResourceEvent(
    IResource resource, IDistributedApplicationEventing eventing, ILogger logger, ResourceNotificationService notificationService, IServiceProvider services)
    : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>For telling others.</summary>
    public IDistributedApplicationEventing Eventing { get; } = eventing;

    /// <summary>Writes among the resource's own lines.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>For changing the resource's state.</summary>
    public ResourceNotificationService Notifications { get; } = notificationService;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; } = services;
}
