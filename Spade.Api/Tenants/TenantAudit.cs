using Spade.Api.Access;
using Spade.Documents.Tenants;

namespace Spade.Api.Tenants;

/// <summary>Says in the log who changed what is set for a tenant. A receiver's address may hold a secret and is not in it.</summary>
internal sealed partial class TenantAudit(ILogger<TenantAudit> logger)
{
    /// <summary>Stands for the caller while there is no key.</summary>
    private const string Local = "local";

    public void Saved(TenantDetails tenant, Caller caller) => Log.Saved(
        logger, tenant.Name, tenant.Settings.RequestsPerSecond, tenant.Settings.BytesPerDay, tenant.Settings.PagesPerDay,
        tenant.Settings.MaxQueued, tenant.Settings.WebhookUrl is not null, caller.Id ?? Local, caller.Tenant);

    public void Removed(string name, Caller caller) => Log.Removed(logger, name, caller.Id ?? Local, caller.Tenant);

    private static partial class Log
    {
        [LoggerMessage(2411, LogLevel.Information,
            "Tenant {Name} was set to {RequestsPerSecond} requests/s, {BytesPerDay} bytes/day, {PagesPerDay} pages/day, {MaxQueued} queued, "
            + "webhooks: {HasWebhooks}, by {Caller} of {Tenant}")]
        public static partial void Saved(
            ILogger logger, string name, int? requestsPerSecond, long? bytesPerDay, long? pagesPerDay, int? maxQueued, bool hasWebhooks,
            string caller, string tenant);

        [LoggerMessage(2412, LogLevel.Information, "What was set for tenant {Name} was removed, by {Caller} of {Tenant}")]
        public static partial void Removed(ILogger logger, string name, string caller, string tenant);
    }
}
