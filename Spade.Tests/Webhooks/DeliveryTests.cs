using System.Net;
using Microsoft.AspNetCore.Http;
using Spade.Documents.Webhooks;
using Spade.Rehearsal.Machine;
using Spade.Tests.Infrastructure;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Spade.Tests.Webhooks;

/// <summary>Events on their way to receivers that behave well, badly, or not at all.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task An_event_is_signed_so_that_a_receiver_can_verify_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync();
        var id = await node.SendAsync(receiver.Url, fileName: "Größe „1“.pdf");
        await node.BecomesAsync(id, "delivered");

        var received = Assert.Single(receiver.Events);
        Assert.Equal(id.ToString(), received.Id);
        Assert.Equal(received.ExpectedSignature(node.Secret), received.Headers["webhook-signature"].ToString());
        Assert.InRange(received.Timestamp, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 300, long.MaxValue);
        new StandardWebhook(node.Secret).Verify(received.Body, received.Headers);
        Assert.Throws<WebhookVerificationException>(
            () => new StandardWebhook(node.Secret).Verify(received.Body + " ", received.Headers));
        Assert.Equal("application/json; charset=utf-8", received.Headers["Content-Type"].ToString());
        Assert.DoesNotContain("traceparent", received.Headers.Keys);
        Assert.Equal(["204"], await node.AttemptsAsync(id));
    }

    [Fact]
    public async Task An_event_tells_what_became_of_the_document()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync();
        var id = await node.DocumentOfAsync(await node.SendAsync(receiver.Url, fileName: "a & \"b\".pdf"));
        await receiver.GetsAsync(1);
        Assert.Equal(
            $$$"""
            {"type":"document.completed","timestamp":"1970-01-01T00:01:00Z","data":{"id":"{{{id}}}","status":"completed",
            "fileName":"a & \"b\".pdf","pagesDone":2,"pagesFailed":0,"pagesTotal":2,"error":null,"createdAt":"1970-01-01T00:00:00Z",
            "completedAt":"1970-01-01T00:01:00Z"}}
            """.ReplaceLineEndings(""),
            receiver.Events[0].Body);
    }

    [Fact]
    public async Task A_receiver_that_fails_gets_the_same_event_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync((number, _) => number switch { 1 => 500, 2 => 429, _ => 200 });
        await using var node = await DeliveryNode.StartAsync();
        var id = await node.SendAsync(receiver.Url);
        await node.BecomesAsync(id, "delivered");

        Assert.Equal(3, receiver.Events.Count);
        Assert.Equal([id.ToString()], receiver.Events.Select(received => received.Id).Distinct());
        Assert.Single(receiver.Events.Select(received => received.Body).Distinct());
        Assert.Equal(
            [
                "500 The receiver answered 500; success is 200 to 299.", "429 The receiver answered 429; success is 200 to 299.", "200",
            ],
            await node.AttemptsAsync(id));
    }

    [Fact]
    public async Task A_receiver_that_was_down_gets_the_event_when_it_is_back()
    {
        var port = FreePort.Take();
        await using var node = await DeliveryNode.StartAsync(options => options.RetryLimit = 1000);
        var id = await node.SendAsync(new Uri($"http://127.0.0.1:{port}/events"));
        await Eventually.HoldsAsync("it is tried twice", async () => (await node.AttemptsAsync(id)).Count > 2);
        await using var receiver = await WebhookReceiver.StartAsync(port);
        await node.BecomesAsync(id, "delivered");

        Assert.Equal(id.ToString(), Assert.Single(receiver.Events).Id);
        var attempts = await node.AttemptsAsync(id);
        Assert.Equal("- The receiver cannot be connected to.", attempts[0]);
        Assert.Equal("204", attempts[^1]);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_given_up_and_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(
            (number, context) => number == 1 ? Cancellation.RequestedAsync(context.RequestAborted) : Task.CompletedTask);
        await using var node = await DeliveryNode.StartAsync(options => options.Timeout = TimeSpan.FromSeconds(1));
        var id = await node.SendAsync(receiver.Url);
        await node.BecomesAsync(id, "delivered");
        Assert.Equal("- The receiver did not answer within 1 s.", (await node.AttemptsAsync(id))[0]);
    }

    [Fact]
    public async Task An_answer_without_end_holds_nothing_up()
    {
        await using var receiver = await WebhookReceiver.StartAsync(async (_, context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string('x', 10_000));
        });
        await using var node = await DeliveryNode.StartAsync();
        var id = await node.SendAsync(receiver.Url);
        await node.BecomesAsync(id, "delivered");
        Assert.Equal(["200"], await node.AttemptsAsync(id));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_nothing_is_sent_to_its_target()
    {
        await using var target = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync((_, context) =>
        {
            context.Response.Headers.Location = target.Url.AbsoluteUri;
            return StatusCodes.Status307TemporaryRedirect;
        });
        await using var node = await DeliveryNode.StartAsync(options => options.RetryLimit = 1);
        var id = await node.SendAsync(receiver.Url);
        await node.BecomesAsync(id, "failed");

        Assert.Empty(target.Events);
        Assert.Equal(2, receiver.Events.Count);
        Assert.Equal(
            "307 The receiver answered 307, and redirects are not followed: give its new address.", (await node.AttemptsAsync(id))[0]);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    public async Task An_address_that_is_not_public_is_never_connected_to_and_tried_again_for_other_settings(string host)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync(options => (options.AllowedNetworks, options.RetryLimit) = ("", 1));
        var id = await node.SendAsync(new Uri($"http://{host}:{receiver.Url.Port}/events"));
        await node.BecomesAsync(id, "failed");
        Assert.Empty(receiver.Events);
        var attempts = await node.AttemptsAsync(id);
        Assert.Equal(2, attempts.Count);
        Assert.All(attempts, attempt => Assert.Contains("Webhooks:AllowedNetworks", attempt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_resolves_to_an_address_that_is_not_public_is_tried_again_and_never_connected_to()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync(options => (options.AllowedNetworks, options.RetryLimit) = ("", 2));
        var id = await node.SendAsync(new Uri($"http://localhost:{receiver.Url.Port}/events"));
        await node.BecomesAsync(id, "failed");
        Assert.Empty(receiver.Events);
        Assert.Equal(
            Enumerable.Repeat("- The receiver's name resolves to no address that may be called (Webhooks:AllowedNetworks).", 3),
            await node.AttemptsAsync(id));
    }

    [Fact]
    public async Task A_callback_to_a_host_that_is_not_allowed_any_more_gets_nothing_until_it_is_allowed_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        WebhookOptions settings = null!;
        await using var node = await DeliveryNode.StartAsync(options => (settings = options).RetryLimit = 1000);
        var id = await node.SendAsync(receiver.Url, isCallback: true);
        await Eventually.HoldsAsync("it is tried twice", async () => (await node.AttemptsAsync(id)).Count > 2);
        Assert.Empty(receiver.Events);
        Assert.Equal(
            "- The receiver's host may not be named by an upload (Webhooks:AllowedHosts).", (await node.AttemptsAsync(id))[0]);

        settings.AllowedHosts = "127.0.0.1";
        await node.BecomesAsync(id, "delivered");
        Assert.Single(receiver.Events);
    }

    [Fact]
    public async Task A_callback_to_a_host_that_stays_forbidden_fails_at_last_and_the_receiver_of_the_tenant_is_not_limited()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync(options => (options.AllowedHosts, options.RetryLimit) = ("other.example", 1));
        var forbidden = await node.SendAsync(receiver.Url, isCallback: true);
        await node.BecomesAsync(forbidden, "failed");
        Assert.Empty(receiver.Events);
        await node.BecomesAsync(await node.SendAsync(receiver.Url), "delivered");
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_not_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync((_, _) => (int)HttpStatusCode.Gone);
        await using var node = await DeliveryNode.StartAsync();
        var id = await node.SendAsync(receiver.Url);
        await node.BecomesAsync(id, "failed");
        Assert.Single(receiver.Events);
    }

    [Fact]
    public async Task A_receiver_without_a_certificate_gets_nothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync(options => options.RetryLimit = 0);
        var id = await node.SendAsync(new Uri($"https://127.0.0.1:{receiver.Url.Port}/events"));
        await node.BecomesAsync(id, "failed");
        Assert.Empty(receiver.Events);
        Assert.Equal(
            "- There is no secure connection to the receiver: look at its certificate.", Assert.Single(await node.AttemptsAsync(id)));
    }
}
