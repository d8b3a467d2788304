using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Lifecycle;

/// <summary>Lets every subscriber subscribe. Added before everything that publishes events.</summary>
internal sealed class EventingSubscription(
    IEnumerable<IDistributedApplicationEventingSubscriber> subscribers, IDistributedApplicationEventing eventing,
    DistributedApplicationExecutionContext executionContext) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var subscriber in subscribers)
            await subscriber.SubscribeAsync(eventing, executionContext, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
