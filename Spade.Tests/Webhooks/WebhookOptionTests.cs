using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spade.Documents.Webhooks;
using Spade.Tests.Documents;

namespace Spade.Tests.Webhooks;

public sealed class WebhookOptionTests
{
    [Theory]
    [InlineData("Webhooks:AllowedHosts", "https://hooks.example.com", "Webhooks:AllowedHosts holds 'https://hooks.example.com'")]
    [InlineData("Webhooks:AllowedHosts", "a.example,b.example:443", "Webhooks:AllowedHosts holds 'b.example:443'")]
    [InlineData("Webhooks:AllowedNetworks", "10.0.0.0/33", "Webhooks:AllowedNetworks holds '10.0.0.0/33'")]
    [InlineData("Webhooks:AllowedNetworks", "localhost", "Webhooks:AllowedNetworks holds 'localhost'")]
    [InlineData("Webhooks:Timeout", "00:02:00", "Webhooks:Timeout is 00:02:00")]
    [InlineData("Webhooks:RetryDelay", "00:00:00", "Webhooks:RetryDelay is 00:00:00")]
    public async Task An_invalid_setting_is_named_with_its_rule(string key, string value, string message)
    {
        await using var documents = await DocumentsHost.CreateAsync((key, value));
        var invalid = Assert.Throws<OptionsValidationException>(
            () => documents.Services.GetRequiredService<IOptions<WebhookOptions>>().Value);
        Assert.Contains(message, Assert.Single(invalid.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void By_default_a_receiver_may_be_down_for_half_a_day()
    {
        var options = new WebhookOptions();
        // Jitter shortens each wait by half at most.
        var least = Enumerable.Range(0, options.RetryLimit)
            .Sum(retry => Math.Min(options.RetryDelay.TotalHours * Math.Pow(2, retry), options.RetryDelayMax.TotalHours) / 2);
        Assert.InRange(least, 12, 24);
    }

    [Fact]
    public void A_secret_is_read_back_from_its_text()
    {
        var secret = WebhookSecret.Generate();
        var text = WebhookSecret.ToText(secret);
        Assert.StartsWith("whsec_", text, StringComparison.Ordinal);
        Assert.True(WebhookSecret.TryParse(text, out var read));
        Assert.Equal(secret, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_dG9vIHNob3J0")]
    [InlineData("whsec_this is no base64 this is no base64!")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8=")]
    public void Text_that_is_no_secret_is_refused(string text) => Assert.False(WebhookSecret.TryParse(text, out _));
}
