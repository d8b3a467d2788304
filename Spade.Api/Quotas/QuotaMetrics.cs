using System.Diagnostics.Metrics;
using Spade.Documents.Documents;

namespace Spade.Api.Quotas;

/// <summary>Counts the requests that quotas have refused. There is no log line for each: a tenant that floods would fill the log.</summary>
internal sealed class QuotaMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _exceeded = meters.Create(DocumentsTelemetry.Name).CreateCounter<long>(
        "spade.quotas.exceeded", "{request}", "Requests that were refused because a quota of their tenant has no room.");

    public void Exceeded(string tenant, string quota) => _exceeded.Add(1, new("spade.tenant", tenant), new("spade.quota", quota));
}
