using Microsoft.AspNetCore.Diagnostics;
using Spade.Api.Access;
using Spade.Api.Problems;
using Spade.Documents.Tenants;

namespace Spade.Api.Quotas;

/// <summary>Answers 429 when a quota of the tenant has no room, for every request that would add a document.</summary>
internal sealed class QuotaExceededHandler(QuotaMetrics metrics) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not QuotaExceededException exceeded)
            return false;
        foreach (var quota in exceeded.Quotas)
            metrics.Exceeded(context.GetCaller().Tenant, quota.Name);
        await ApiProblems.QuotaExceeded([.. exceeded.Quotas.Select(quota => quota.Name)], exceeded.Message, exceeded.RetryAfter)
            .ExecuteAsync(context);
        return true;
    }
}
