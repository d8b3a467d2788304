using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Spade.Api.Problems;
using Spade.Documents.Tenants;

namespace Spade.Api.Quotas;

/// <summary>The quota of requests per second: one bucket of tokens for each tenant that has it, in this process.</summary>
internal static class RequestQuota
{
    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Bucket>(PartitionOf);
        options.OnRejected = (rejected, _) => new ValueTask(AnswerAsync(rejected.HttpContext));
    }

    // The limit is part of the key, so that a change of it begins a new bucket; the old one is dropped when it is not used.
    private static RateLimitPartition<Bucket> PartitionOf(HttpContext context) =>
        context.Features.Get<LimitedCaller>() is { Quotas.RequestsPerSecond: > 0 and var limit, Tenant: var tenant }
            ? RateLimitPartition.GetTokenBucketLimiter(new Bucket(tenant, limit), OptionsOf)
            : RateLimitPartition.GetNoLimiter(default(Bucket));

    private static TokenBucketRateLimiterOptions OptionsOf(Bucket bucket) => new()
    {
        TokenLimit = bucket.Limit,
        // One token at a time, instead of all of them once a second: clients that wait are not let in together.
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1) / bucket.Limit,
    };

    private static Task AnswerAsync(HttpContext context)
    {
        var caller = context.Features.GetRequiredFeature<LimitedCaller>();
        context.RequestServices.GetRequiredService<QuotaMetrics>().Exceeded(caller.Tenant, TenantQuotas.Requests);
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"At most {caller.Quotas.RequestsPerSecond} requests may be sent in a second.");
        return ApiProblems.QuotaExceeded([TenantQuotas.Requests], detail, TimeSpan.FromSeconds(1)).ExecuteAsync(context);
    }

    private readonly record struct Bucket(string Tenant, int Limit);
}
