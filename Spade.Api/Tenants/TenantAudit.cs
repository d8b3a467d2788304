using Spade.Api.Access;
using Spade.Documents.Tenants;

namespace Spade.Api.Tenants;

/// <summary>Says in the log who changed what is set for a tenant.</summary>
internal sealed partial class TenantAudit(ILogger<TenantAudit> logger)
{
    public void Saved(TenantDetails tenant, Caller caller) => Log.Saved(
        logger, tenant.Name, tenant.Settings.RequestsPerSecond, tenant.Settings.BytesPerDay, tenant.Settings.PagesPerDay,
        tenant.Settings.MaxQueued, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    public void Removed(string name, Caller caller) => Log.Removed(logger, name, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    private static partial class Log
    {
        [LoggerMessage(2411, LogLevel.Information,
            "Tenant {Name} was set to {RequestsPerSecond} requests/s, {BytesPerDay} bytes/day, {PagesPerDay} pages/day, "
            + "{MaxQueued} queued, by {Caller} of {Tenant}")]
        public static partial void Saved(
            ILogger logger, string name, int? requestsPerSecond, long? bytesPerDay, long? pagesPerDay, int? maxQueued,
            string caller, string tenant);

        [LoggerMessage(2412, LogLevel.Information, "What was set for tenant {Name} was removed, by {Caller} of {Tenant}")]
        public static partial void Removed(ILogger logger, string name, string caller, string tenant);
    }
}
