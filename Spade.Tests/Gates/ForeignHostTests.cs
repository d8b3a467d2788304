using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Spade.Api.Gates;
using Spade.Tests.Api;

namespace Spade.Tests.Gates;

/// <summary>A page of another site lets its own name lead to this machine (DNS rebinding), and reads what the service answers.</summary>
public sealed class ForeignHostTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("GET", "/documents")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/queues")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/queues/documents/pause")]
    public async Task Nothing_is_answered_under_a_foreign_name(string method, string path)
    {
        using var response = await api.Client.SendAsync(new HttpMethod(method), path, ("Host", "rebind.example"));
        var detail = await response.AssertProblemAsync(HttpStatusCode.Forbidden, "foreign-host");
        Assert.Contains("'rebind.example'", detail, StringComparison.Ordinal);
        Assert.Contains("Access:AllowedHosts", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("localhost.")]
    [InlineData("scans.localhost")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("127.0.0.2")]
    [InlineData("[::1]:5080")]
    public async Task Names_of_loopback_are_those_of_the_service(string host)
    {
        using var response = await api.Client.GetAsync("/documents", ("Host", host));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("localhost.example")]
    [InlineData("127.0.0.1.example")]
    [InlineData("evillocalhost")]
    [InlineData("[2001:db8::1]")]
    public async Task What_only_looks_like_loopback_is_foreign(string host)
    {
        using var response = await api.Client.GetAsync("/documents", ("Host", host));
        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "foreign-host");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health/startup")]
    public async Task Probes_ask_by_any_address(string path)
    {
        using var response = await api.Client.GetAsync(path, ("Host", "10.1.2.3:8080"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Monitors_ask_for_metrics_by_any_address()
    {
        using var response = await api.Client.GetAsync("/metrics", ("Host", "10.1.2.3:8080"));
        await response.AssertProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("spade.example", "spade.example", true)]
    [InlineData("spade.example", "SPADE.example.:443", true)]
    [InlineData("spade.example", "a.spade.example", false)]
    [InlineData("spade.example", "notspade.example", false)]
    [InlineData("*.spade.example", "a.spade.example", true)]
    [InlineData("*.spade.example", "spade.example", false)]
    [InlineData("spade-api,spade-api.scans.svc", "spade-api.scans.svc:80", true)]
    [InlineData("a.example; b.example", "b.example", true)]
    [InlineData("10.0.0.5", "10.0.0.5:8080", true)]
    [InlineData("2001:db8::1", "[2001:db8::1]:8080", true)]
    [InlineData("spade.example", "localhost", true)]
    [InlineData("", "spade.example", false)]
    public void More_names_are_allowed_by_configuration(string setting, string host, bool isKnown) =>
        Assert.Equal(isKnown, Names((HostNameOptions.Setting, setting)).Contains(new HostString(host)));

    [Fact]
    public void The_names_may_be_a_list_too()
    {
        var names = Names(($"{HostNameOptions.Setting}:0", "a.example"), ($"{HostNameOptions.Setting}:1", "b.example"));
        Assert.True(names.Contains(new HostString("a.example")));
        Assert.True(names.Contains(new HostString("b.example")));
        Assert.False(names.Contains(new HostString("")));
    }

    [Theory]
    [InlineData("https://spade.example")]
    [InlineData("spade.example:443")]
    [InlineData("spade.example/documents")]
    [InlineData("*")]
    [InlineData("a.*.example")]
    public void A_name_that_no_request_can_have_is_an_error_that_names_it(string wrong)
    {
        var result = new HostNameOptionsValidator().Validate(null, Options((HostNameOptions.Setting, $"good.example,{wrong}")));
        Assert.Contains($"Access:AllowedHosts has '{wrong}'; it must be", result.FailureMessage, StringComparison.Ordinal);
    }

    private static HostNames Names(params (string Key, string Value)[] settings) =>
        new(Microsoft.Extensions.Options.Options.Create(Options(settings)));

    private static HostNameOptions Options(params (string Key, string Value)[] settings)
    {
        var options = new HostNameOptions();
        options.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        return options;
    }
}
