using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.Tests.Api;

/// <summary>The quota of requests per second, which each replica keeps by itself, and the headers of all quotas.</summary>
public sealed partial class RequestQuotaTests
{
    private static readonly Uri Documents = new("/documents", UriKind.Relative);

    [Fact]
    public async Task More_requests_than_the_quota_has_are_refused_and_health_is_not()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, "Quotas:RequestsPerSecond=1");
        HttpResponseMessage? refused = null;
        // One a second is let through, so a burst has to be faster than that.
        while (refused is null)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => apis.Client.GetAsync(Documents)));
            refused = answers.FirstOrDefault(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        }

        var detail = await refused.AssertQuotaAsync("requests");
        Assert.StartsWith("At most 1 requests may be sent in a second.", detail, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("\"requests\";q=1;w=1", refused.Header("RateLimit-Policy"));
        Assert.Equal("\"requests\";r=0;t=1", refused.Header("RateLimit"));
        var healthy = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => apis.Client.GetAsync(new Uri("/health/live", UriKind.Relative))));
        Assert.All(healthy, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(healthy, answer => Assert.Null(answer.Header("RateLimit-Policy")));
    }

    [Fact]
    public async Task Every_answer_names_the_quotas_and_one_to_an_upload_says_what_is_left_of_all()
    {
        await using var apis = await QuotaReplicas.StartAsync(
            replicas: 1, "Quotas:RequestsPerSecond=1000", "Quotas:BytesPerDay=1000", "Quotas:PagesPerDay=9", "Quotas:MaxQueued=3");
        const string policies = "\"requests\";q=1000;w=1, \"bytes\";q=1000;qu=\"content-bytes\";w=86400, "
            + "\"pages\";q=9;qu=\"pages\";w=86400, \"queued\";q=3;qu=\"documents\"";
        using var list = await apis.Client.GetAsync(Documents);
        Assert.Equal(policies, list.Header("RateLimit-Policy"));
        Assert.Matches(RequestsLeft(), list.Header("RateLimit"));

        using var upload = await apis.Client.UploadAsync(Scans.Pdf());
        Assert.Equal(policies, upload.Header("RateLimit-Policy"));
        // No time of a day: Retry-After says when to ask for the document.
        var left = $", \"bytes\";r={1000 - Scans.Pdf().Length}, \"pages\";r=8, \"queued\";r=2";
        Assert.EndsWith(left, upload.Header("RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_by_several_quotas_names_all_waits_for_the_last_and_is_counted_for_each()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, "Quotas:PagesPerDay=1", "Quotas:MaxQueued=1");
        using (var accepted = await apis.Client.UploadAsync(Scans.Pdf()))
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var counted = new ConcurrentQueue<string>();
        using var listener = Listen(apis.Services.GetRequiredService<IMeterFactory>(), counted);
        using var refused = await apis.Client.UploadAsync(Scans.Pdf());
        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests, "quota-exceeded");
        Assert.Contains(
            "\"violated-policies\":[\"queued\",\"pages\"]", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(
            $"\"pages\";r=0;t={refused.Headers.RetryAfter}, \"queued\";r=0", refused.Header("RateLimit"));
        Assert.Equal(["default queued", "default pages"], counted);
    }

    private static MeterListener Listen(IMeterFactory meters, ConcurrentQueue<string> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "spade.quotas.exceeded" && instrument.Meter.Scope == meters)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue($"{tags[0].Value} {tags[1].Value}"));
        listener.Start();
        return listener;
    }

    [GeneratedRegex("^\"requests\";r=\\d+;t=1$")]
    private static partial Regex RequestsLeft();
}
