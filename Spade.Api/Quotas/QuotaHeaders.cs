using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;

namespace Spade.Api.Quotas;

/// <summary>The headers <c>RateLimit-Policy</c> and <c>RateLimit</c> of draft-ietf-httpapi-ratelimit-headers-10: the quotas of the caller's
/// tenant, and what is left of those that the request was measured by.</summary>
/// <remarks>Pages and documents are no units of the draft, so theirs have words of their own.</remarks>
internal sealed class QuotaHeaders(IOptions<RateLimiterOptions> limiter)
{
    private const int Day = 86_400;

    private readonly PartitionedRateLimiter<HttpContext> _requests = limiter.Value.GlobalLimiter!;

    /// <summary>Adds the headers when the response starts, because only then everything is known, and because an error handler clears
    /// headers that were set before.</summary>
    public void AddTo(HttpContext context, LimitedCaller caller) => context.Response.OnStarting(() =>
    {
        context.Response.Headers["RateLimit-Policy"] = string.Join(", ", Policies(caller.Quotas));
        if (string.Join(", ", Left(context, caller.Quotas)) is { Length: > 0 } left)
            context.Response.Headers["RateLimit"] = left;
        return Task.CompletedTask;
    });

    private static IEnumerable<string> Policies(TenantQuotas quotas)
    {
        if (quotas.RequestsPerSecond > 0)
            yield return Text($"\"{TenantQuotas.Requests}\";q={quotas.RequestsPerSecond};w=1");
        if (quotas.BytesPerDay > 0)
            yield return Text($"\"{TenantQuotas.Bytes}\";q={quotas.BytesPerDay};qu=\"content-bytes\";w={Day}");
        if (quotas.PagesPerDay > 0)
            yield return Text($"\"{TenantQuotas.Pages}\";q={quotas.PagesPerDay};qu=\"pages\";w={Day}");
        if (quotas.MaxQueued > 0)
            yield return Text($"\"{TenantQuotas.Queued}\";q={quotas.MaxQueued};qu=\"documents\"");
    }

    private IEnumerable<string> Left(HttpContext context, TenantQuotas quotas)
    {
        if (quotas.RequestsPerSecond > 0 && _requests.GetStatistics(context) is { } requests)
            yield return Item(context, TenantQuotas.Requests, requests.CurrentAvailablePermits, 1);
        if (context.RequestServices.GetRequiredService<DocumentQuotas>().Use is not { } use)
            yield break;
        var untilTomorrow = (long)Math.Ceiling(use.UntilTomorrow.TotalSeconds);
        if (use.Quotas.BytesPerDay > 0)
            yield return Item(context, TenantQuotas.Bytes, use.Quotas.BytesPerDay - use.Bytes, untilTomorrow);
        if (use.Quotas.PagesPerDay > 0)
            yield return Item(context, TenantQuotas.Pages, use.Quotas.PagesPerDay - use.Pages - use.Unread, untilTomorrow);
        if (use.Quotas.MaxQueued > 0)
            yield return Item(context, TenantQuotas.Queued, use.Quotas.MaxQueued - use.Queued, null);
    }

    // Retry-After must not come before a time in these headers, and may mean something else: when to ask for the document.
    private static string Item(HttpContext context, string quota, long left, long? seconds)
    {
        var isLater = long.TryParse(context.Response.Headers.RetryAfter, CultureInfo.InvariantCulture, out var retry) && seconds > retry;
        var item = Text($"\"{quota}\";r={Math.Max(0, left)}");
        return seconds is null || isLater ? item : Text($"{item};t={seconds}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
