using Spade.Api.Access;

namespace Spade.Api.Webhooks;

/// <summary>Log events of who changed what about webhooks.</summary>
internal static partial class WebhookAudit
{
    public static void Redelivered(ILogger logger, Guid delivery, string tenant, Caller caller) =>
        Redelivered(logger, delivery, tenant, caller.Id, caller.Tenant);

    public static void Changed(ILogger logger, string tenant, string? host, bool isNewSecret, Caller caller) =>
        Changed(logger, tenant, host, isNewSecret, caller.Id, caller.Tenant);

    [LoggerMessage(2301, LogLevel.Information,
        "Delivery {DeliveryId} of tenant {Tenant} is sent again, asked for by {Key} of tenant {CallerTenant}")]
    private static partial void Redelivered(ILogger logger, Guid deliveryId, string tenant, string? key, string callerTenant);

    [LoggerMessage(2302, LogLevel.Information,
        "Events of tenant {Tenant} go to {Host} (new secret: {IsNewSecret}), set by {Key} of tenant {CallerTenant}")]
    private static partial void Changed(
        ILogger logger, string tenant, string? host, bool isNewSecret, string? key, string callerTenant);
}
