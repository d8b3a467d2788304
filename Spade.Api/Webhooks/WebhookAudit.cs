using Spade.Api.Access;

namespace Spade.Api.Webhooks;

/// <summary>Log events of who changed what about webhooks.</summary>
internal static partial class WebhookAudit
{
    public static void Redelivered(ILogger logger, Guid delivery, string tenant, Caller caller) =>
        Redelivered(logger, delivery, tenant, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    public static void Changed(ILogger logger, string tenant, string? host, bool isNewSecret, Caller caller) =>
        Changed(logger, tenant, host, isNewSecret, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    [LoggerMessage(2301, LogLevel.Information,
        "Delivery {DeliveryId} of tenant {DeliveryTenant} is sent again, by {Caller} of {Tenant}")]
    private static partial void Redelivered(ILogger logger, Guid deliveryId, string deliveryTenant, string caller, string tenant);

    [LoggerMessage(2302, LogLevel.Information,
        "Events of tenant {EventTenant} go to {Host} (new secret: {IsNewSecret}), set by {Caller} of {Tenant}")]
    private static partial void Changed(
        ILogger logger, string eventTenant, string? host, bool isNewSecret, string caller, string tenant);
}
