using System.Net;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Keys;

/// <summary>A key is replaced while both services are.</summary>
[Collection(BusyMachine.Name)]
public sealed class KeyRotationTests
{
    private static readonly NewKey Client = new("scanner", "acme", NewKey.UsualScopes, null);

    [Fact]
    public async Task A_key_is_replaced_during_a_rolling_restart_of_both_services_and_no_request_fails()
    {
        using var shim = new TesseractShim(TimeSpan.FromMilliseconds(50));
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        await using var database = NpgsqlDataSource.Create(system.ConnectionString);
        var keys = new KeyStore(database);
        await keys.AddAsync(new NewKey("administrator", "default", KeyScopes.All, null), "tests", CancellationToken.None);
        var old = await keys.AddAsync(Client, "tests", CancellationToken.None);
        var (api, worker) = (await StartApiAsync(system), await system.LaunchWorkingAsync(shim.Options));
        await using var client = new RotatingClient(await api.AddressAsync(), old.Text.Reveal());
        await client.AfterRequestsAsync(20);

        // The clients change their key in the middle: the old replica answers to the new key, and the new one to the old.
        var successor = await keys.AddAsync(Client, "tests", CancellationToken.None);
        var next = await StartApiAsync(system);
        await system.LaunchWorkingAsync(shim.Options);
        worker.Terminate();
        client.Use(successor.Text.Reveal());
        await client.AfterRequestsAsync(20);
        client.Use(old.Text.Reveal());
        client.Use(await next.AddressAsync());
        api.Terminate();
        await client.AfterRequestsAsync(20);
        client.Use(successor.Text.Reveal());
        await client.AfterRequestsAsync(20);
        Assert.IsType<RevokedKey.Done>(await keys.RevokeAsync(old.Key.Prefix, CancellationToken.None));
        await IsRefusedAsync(await next.AddressAsync(), old.Text.Reveal());
        await client.AfterRequestsAsync(20);
        await client.StopAsync();

        Assert.Empty(client.Failures);
        Assert.Equal((0, 0), ((await api.WaitForExitAsync()).Code, (await worker.WaitForExitAsync()).Code));
        await Eventually.HoldsAsync(
            "every document is completed",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE status <> 'completed'") == 0,
            TimeSpan.FromMinutes(1));
    }

    /// <summary>Waits until a key that this replica has accepted is refused, for as long as documented.</summary>
    private static async Task IsRefusedAsync(Uri replica, string key)
    {
        using var http = new HttpClient { BaseAddress = replica };
        await Eventually.HoldsAsync(
            "the revoked key is refused",
            async () =>
            {
                using var answer = await http.GetAsync("/documents?limit=1", ("Authorization", $"Bearer {key}"));
                return answer.StatusCode == HttpStatusCode.Unauthorized;
            },
            IKeyVerifier.MaxAge);
    }

    /// <summary>A short lame duck, because nothing balances here: the client knows when to leave.</summary>
    private static async Task<Service> StartApiAsync(SpadeSystem system)
    {
        var api = system.LaunchApi(
            new ServiceOptions().With("Shutdown__LameDuck", "1").With("Shutdown__DirectCheck__Interval", "0.2"));
        await api.ReadyAsync();
        return api;
    }
}
