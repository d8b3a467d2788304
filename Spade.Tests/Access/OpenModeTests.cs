using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Jobs.Notifications;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Access;

/// <summary>An API without any key.</summary>
public sealed class OpenModeTests
{
    private const string Everywhere = "http://0.0.0.0:0";

    [Fact]
    public async Task It_serves_this_machine_until_the_first_key_is_made()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync());
        using (var open = await app.Client.GetAsync("/queues"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        using (var wrong = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {KeyText.Create().Reveal()}")))
            await wrong.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-refused");

        var key = await app.Services.GetRequiredService<NpgsqlDataSource>().AddKeyAsync();
        app.Services.GetRequiredService<INotifications>().Publish(KeyNotifications.Topic, TestKeys.PrefixOf(key));
        await Eventually.HoldsAsync("it asks for the key", async () =>
        {
            using var answer = await app.Client.GetAsync("/queues");
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        });
        using var keyed = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {key}"));
        Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task It_does_not_serve_what_a_proxy_of_this_machine_passes_on(string header, string value)
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync());
        using var proxied = await app.Client.GetAsync("/queues", (header, value));
        await proxied.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
    }

    [Fact]
    public async Task The_first_request_with_the_first_key_closes_it()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync());
        var key = await app.Services.GetRequiredService<NpgsqlDataSource>().AddKeyAsync();
        using (var keyed = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {key}")))
            Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);
        using var bare = await app.Client.GetAsync("/queues");
        await bare.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", Everywhere)]
    [InlineData("Kestrel__Endpoints__Outside__Url", Everywhere)]
    [InlineData("ASPNETCORE_HTTP_PORTS", "0")]
    public async Task It_refuses_to_listen_for_others_however_it_is_told_to(string variable, string value)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var options = new ServiceOptions().With("Shutdown__LameDuck", "0");
        if (variable == "ASPNETCORE_HTTP_PORTS")
            options = options.With("ASPNETCORE_URLS", "");
        var api = system.LaunchApi(options.With(variable, value));

        Assert.Equal(1, (await api.WaitForExitAsync()).Code);
        var refusal = Assert.Single(api.Process.Lines, line => line.Contains("there is no key", StringComparison.Ordinal));
        Assert.Matches(@"The API listens on http://(0\.0\.0\.0|\[::\]):\d+ and there is no key, so anyone could use it: give", refusal);
        Assert.DoesNotContain(api.Process.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_key_it_listens_for_others_and_asks_them_for_it()
    {
        var key = KeyText.Create().Reveal();
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var api = system.LaunchApi(new ServiceOptions().With("ASPNETCORE_URLS", Everywhere).With("Access__AdministratorKey", key));
        var port = (await api.AddressAsync()).Port;
        system.SendRequestsTo(new Uri($"http://127.0.0.1:{port}"));
        await Eventually.HoldsAsync("it is ready", async () => (await system.Api.GetAsync("/health/ready")).IsSuccessStatusCode);

        using var bare = await system.Api.GetAsync("/queues");
        await bare.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
        using var keyed = await system.Api.GetAsync("/queues", ("Authorization", $"Bearer {key}"));
        Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);
        Assert.DoesNotContain(api.Process.Lines, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_database_is_away_it_waits_and_answers_nothing_that_needs_a_scope()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var system = await SpadeSystem.CreateAsync(postgres.Server);
        await postgres.Server.StopAsync();
        var api = system.LaunchApi(new ServiceOptions().With("ASPNETCORE_URLS", Everywhere).With("Shutdown__LameDuck", "0"));
        var port = (await api.AddressAsync()).Port;
        system.SendRequestsTo(new Uri($"http://127.0.0.1:{port}"));

        foreach (var path in new[] { "/queues", "/documents" })
        {
            using var answer = await system.Api.GetAsync(path);
            await answer.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "starting");
        }

        foreach (var path in new[] { "/", "/openapi/v1.json" })
        {
            using var answer = await system.Api.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using (var live = await system.Api.GetAsync("/health/live"))
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using (var ready = await system.Api.GetAsync("/health/ready"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        await postgres.Server.StartAsync();
        Assert.Equal(1, (await api.WaitForExitAsync()).Code);
    }
}
