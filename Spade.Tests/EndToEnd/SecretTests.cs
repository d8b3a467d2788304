using Spade.Tests.Docs;

namespace Spade.Tests.EndToEnd;

/// <summary>What logs, traces and metrics of a run say about who did what, and what they must not say.</summary>
public sealed class SecretTests(WatchedRun run) : IClassFixture<WatchedRun>
{
    [Fact]
    public void No_secret_that_was_used_is_in_a_log_a_trace_or_a_metric()
    {
        // Otherwise there would be nothing to find.
        foreach (var service in new[] { "spade-api", "spade-worker" })
        {
            Assert.Contains(run.Collector.Spans, span => span.Service == service);
            Assert.Contains(run.Collector.Points, point => point.Service == service);
            Assert.Contains(run.Collector.Logs, log => log.Service == service);
        }

        Assert.True(run.Collector.HasReceived(run.Client));
        Assert.True(run.Secrets.Count > 10);
        Findings.AssertNone(
            from secret in run.Secrets
            where run.Collector.HasReceived(secret.Value)
            select $"{secret.Key} was exported");
        var lines = run.Lines.ToList();
        Findings.AssertNone(
            from secret in run.Secrets
            from line in lines
            where line.Contains(secret.Value, StringComparison.Ordinal)
            select $"{secret.Key}: {line}");
    }

    [Fact]
    public void Every_change_is_logged_with_the_key_and_the_tenant_that_made_it()
    {
        var (client, administrator) = ($"by {run.Client} of acme", $"by {run.Administrator} of default");
        string[] expected =
        [
            $"Document {run.Document} was uploaded, {client}",
            $"Document {run.Document} of tenant acme was removed, {client}",
            $"Document {run.Stopped} was uploaded again and is queued, {client}",
            $"Document {run.Stopped} of tenant acme was stopped and is cancelled, {client}",
            $"Document {run.Stopped} of tenant acme was started again, {client}",
            $"Queue documents was paused, {administrator}",
            $"Queue documents was resumed, {administrator}",
            $"Key {run.Client} 'client' of tenant acme was added with documents:write documents:read, {administrator}",
            $"Key {run.Client} 'client' of tenant acme was revoked, {administrator}",
            $"{run.Administrator} of tenant default signed in at the page",
            $"{run.Administrator} of tenant default signed out of the page",
            "A sign-in at the page had no valid key",
        ];
        var bodies = run.Collector.Logs.Select(log => log.Body).ToHashSet();
        Findings.AssertNone(expected.Where(body => !bodies.Contains(body)));
        Assert.Contains(bodies, body => body.StartsWith("Delivery ", StringComparison.Ordinal)
            && body.EndsWith($"is sent again, {client}", StringComparison.Ordinal));
        Assert.Contains(bodies, body => body.StartsWith("Events of tenant acme go to 127.0.0.1", StringComparison.Ordinal)
            && body.EndsWith($"set {administrator}", StringComparison.Ordinal));
    }
}
