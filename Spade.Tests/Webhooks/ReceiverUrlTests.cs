using Microsoft.Extensions.Options;
using Spade.Documents.Webhooks;

namespace Spade.Tests.Webhooks;

public sealed class ReceiverUrlTests
{
    [Theory]
    [InlineData("hooks.example.com", "is no absolute address")]
    [InlineData("/spade", "is no absolute address")]
    [InlineData("http://hooks.example.com/", "begins with 'http:'")]
    [InlineData("ftp://hooks.example.com/", "begins with 'ftp:'")]
    [InlineData("gopher://hooks.example.com/", "begins with 'gopher:'")]
    [InlineData("https://user:password@hooks.example.com/", "holds a user name or a password")]
    [InlineData("https://hooks.example.com/#part", "has a '#'")]
    [InlineData("https://127.0.0.1/", "leads to 127.0.0.1")]
    [InlineData("https://0177.0.0.1/", "leads to 127.0.0.1")]
    [InlineData("https://[::1]:8443/", "leads to ::1")]
    [InlineData("https://169.254.169.254/latest/meta-data", "leads to 169.254.169.254")]
    public void An_address_that_may_not_be_called_is_refused_without_being_repeated(string text, string named)
    {
        Assert.False(Of(new()).TryParse(text, out _, out var fault));
        Assert.Contains(named, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_too_long_is_refused() =>
        Assert.False(Of(new()).TryParse($"https://hooks.example.com/{new string('x', ReceiverUrls.MaxLength)}", out _, out _));

    [Theory]
    [InlineData("hooks.example.com", "https://hooks.example.com/spade?tenant=acme", true)]
    [InlineData("hooks.example.com", "https://HOOKS.example.com/", true)]
    [InlineData("hooks.example.com", "https://hooks.example.com.evil.example/", false)]
    [InlineData("*.example.com", "https://a.b.example.com/", true)]
    [InlineData("*.example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://evilexample.com/", false)]
    [InlineData("a.example, b.example", "https://b.example/", true)]
    [InlineData("*", "https://anything.example/", true)]
    [InlineData("", "https://hooks.example.com/", false)]
    public void Only_allowed_hosts_may_be_callbacks(string allowed, string text, bool may)
    {
        var urls = Of(new() { AllowedHosts = allowed });
        Assert.True(urls.TryParse(text, out var url, out _));
        Assert.Equal(may, urls.MayBeCallback(url));
    }

    private static ReceiverUrls Of(WebhookOptions options) => new(Options.Create(options), new ReceiverAddresses(Options.Create(options)));
}
