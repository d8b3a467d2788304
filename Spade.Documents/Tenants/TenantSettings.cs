namespace Spade.Documents.Tenants;

/// <summary>The limits that an operator sets for a tenant. All of them are replaced at once.</summary>
/// <param name="RequestsPerSecond">Requests that each API replica answers per second; null for the default of the configuration, 0 for no
/// limit.</param>
/// <param name="BytesPerDay">Bytes that may be uploaded per day (UTC), by all replicas together; null for the default, 0 for no
/// limit.</param>
/// <param name="PagesPerDay">Pages that may be recognised per day (UTC), by all workers together; null for the default, 0 for no
/// limit.</param>
/// <param name="MaxQueued">Documents that may wait or run at once; null for the default, 0 for no limit.</param>
public sealed record TenantSettings(int? RequestsPerSecond, long? BytesPerDay, long? PagesPerDay, int? MaxQueued)
{
    /// <summary>What is wrong with the numbers, as a sentence that names the value and the rule; null when nothing is.</summary>
    public string? FindFault()
    {
        if (RequestsPerSecond > QuotaOptions.MostRequestsPerSecond)
        {
            return $"requestsPerSecond is {RequestsPerSecond}; it must be at most {QuotaOptions.MostRequestsPerSecond}, and 0 means no "
                + "limit.";
        }

        (string Name, long? Value)[] limits =
        [
            ("requestsPerSecond", RequestsPerSecond), ("bytesPerDay", BytesPerDay), ("pagesPerDay", PagesPerDay), ("maxQueued", MaxQueued),
        ];
        return Array.Find(limits, limit => limit.Value < 0) is { Name: { } name, Value: { } value }
            ? $"{name} is {value}; it must be 0 (no limit) or more, and the configuration's default applies when left out."
            : null;
    }
}
