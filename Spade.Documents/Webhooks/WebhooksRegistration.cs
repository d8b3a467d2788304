using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Documents.Tenants;

namespace Spade.Documents.Webhooks;

/// <summary>Registers events for receivers outside.</summary>
public static class WebhooksRegistration
{
    /// <summary>Removes old deliveries from the log in this process. Expects <see cref="DocumentsRegistration.AddDocuments"/>. Any number
    /// of processes may have it.</summary>
    public static IServiceCollection AddDeliveryPruning(this IServiceCollection services)
    {
        services.AddHostedService<DeliveryPruning>();
        return services;
    }

    /// <summary>Finds documents and events that their jobs have left behind, in this process. Expects
    /// <see cref="DocumentsRegistration.AddDocuments"/>. Any number of processes may have it.</summary>
    public static IServiceCollection AddOutboxSweep(this IServiceCollection services)
    {
        services.AddHostedService<OutboxSweep>();
        return services;
    }

    internal static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ReceiverAddresses>();
        services.TryAddSingleton<ReceiverUrls>();
        services.TryAddSingleton<WebhookOutbox>();
        services.TryAddSingleton<DeliveryRecords>();
        services.TryAddSingleton<TenantWebhooks>();
        services.TryAddScoped<TenantScope>();
        services.TryAddScoped<DeliveryLog>();
        return services;
    }
}
