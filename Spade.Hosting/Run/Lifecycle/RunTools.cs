using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>What every resource's life needs.</summary>
internal sealed record RunTools(
    IServiceProvider Services,
    IDistributedApplicationEventing Eventing,
    ResourceNotificationService Notifications,
    ResourceLoggerService Logs,
    DependencyWait Dependencies,
    HealthMonitor Health,
    Guard Guard,
    RunFailure Failure,
    IHostApplicationLifetime Lifetime,
    TimeProvider Clock);
