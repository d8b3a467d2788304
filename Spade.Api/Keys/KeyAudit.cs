using Spade.Api.Access;
using Spade.Documents.Keys;

namespace Spade.Api.Keys;

/// <summary>Says in the log who changed which key.</summary>
internal sealed partial class KeyAudit(ILogger<KeyAudit> logger)
{
    public void Added(KeyDetails key, Caller caller) => Log.Added(
        logger, key.Prefix, key.Name, key.Tenant, string.Join(' ', key.Scopes), caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    public void Revoked(KeyDetails key, Caller caller) =>
        Log.Revoked(logger, key.Prefix, key.Name, key.Tenant, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Information,
            "Key {Key} '{Name}' of tenant {KeyTenant} was added with {Scopes}, by {Caller} of {Tenant}")]
        public static partial void Added(
            ILogger logger, string key, string name, string keyTenant, string scopes, string caller, string tenant);

        [LoggerMessage(2402, LogLevel.Information, "Key {Key} '{Name}' of tenant {KeyTenant} was revoked, by {Caller} of {Tenant}")]
        public static partial void Revoked(ILogger logger, string key, string name, string keyTenant, string caller, string tenant);
    }
}
