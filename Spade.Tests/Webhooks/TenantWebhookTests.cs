using System.Net;
using System.Text.Json;
using Spade.Documents.Webhooks;
using Spade.Tests.Api;

namespace Spade.Tests.Webhooks;

/// <summary>The receiver and the secret of a tenant.</summary>
public sealed class TenantWebhookTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task A_secret_is_made_once_shown_once_and_kept_when_the_receiver_changes()
    {
        var made = await SetAsync("acme", new { url = WebhookApi.Callback });
        Assert.Equal((WebhookApi.Callback, true), (made.Text("url"), made.Text("secret").StartsWith("whsec_", StringComparison.Ordinal)));
        var moved = await SetAsync("acme", new { url = WebhookApi.Callback + "/new" });
        Assert.Equal(JsonValueKind.Null, moved.GetProperty("secret").ValueKind);
        Assert.Equal(made.Text("secret"), await SecretAsync("acme"));

        var own = WebhookSecret.ToText(WebhookSecret.Generate());
        Assert.Equal(own, (await SetAsync("acme", new { url = (string?)null, secret = own })).Text("secret"));
        Assert.Equal(own, await SecretAsync("acme"));
    }

    [Theory]
    [InlineData("Acme", "https://hooks.example.com/", null, "name is 'Acme'; a tenant's name has")]
    [InlineData("acme", "http://hooks.example.com/", null, "url begins with 'http:'")]
    [InlineData("acme", "https://10.0.0.1/", null, "url leads to 10.0.0.1")]
    [InlineData("acme", "https://hooks.example.com/", "whsec_c2hvcnQ=", "secret is not well-formed; a secret is whsec_")]
    public async Task A_setting_that_is_not_valid_is_named_and_a_secret_is_not_repeated(
        string tenant, string url, string? secret, string named)
    {
        using var response = await api.SetTenantAsync(tenant, new { url, secret });
        var detail = await response.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
        Assert.Contains(named, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"secret":null}""")]
    [InlineData("""{"uri":"https://hooks.example.com/"}""")]
    [InlineData("{}")]
    public async Task A_body_without_the_receiver_is_refused_and_removes_none(string body)
    {
        await SetAsync("beta", new { url = WebhookApi.Callback });
        using var content = new StringContent(body, null, "application/json");
        using var response = await api.Client.PutAsync(new Uri("/tenants/beta/webhook", UriKind.Relative), content);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-body");
        Assert.Equal(WebhookApi.Callback, await api.ScalarAsync("SELECT webhook_url FROM tenants WHERE name = 'beta'"));
    }

    [Fact]
    public async Task The_tenant_s_receiver_gets_every_event_and_the_callback_its_own()
    {
        await SetAsync("default", new { url = WebhookApi.Callback });
        var (both, _) = await api.UploadAsync(WebhookApi.Callback + "/mine");
        var (same, _) = await api.UploadAsync(WebhookApi.Callback);
        var (none, _) = await api.UploadAsync(callback: null);
        foreach (var id in new[] { both, same, none })
        {
            using var cancelled = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        }

        Assert.Equal(
            [WebhookApi.Callback, WebhookApi.Callback + "/mine"],
            (await api.DeliveriesAsync(both)).Select(delivery => delivery.Text("url")).Order());
        Assert.Single(await api.DeliveriesAsync(same));
        Assert.Single(await api.DeliveriesAsync(none));
    }

    private async Task<JsonElement> SetAsync(string tenant, object settings)
    {
        using var response = await api.SetTenantAsync(tenant, settings);
        return await response.DocumentAsync();
    }

    private async Task<string> SecretAsync(string tenant) =>
        WebhookSecret.ToText((byte[])(await api.ScalarAsync("SELECT webhook_secret FROM tenants WHERE name = $1", tenant))!);
}
