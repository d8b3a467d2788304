using System.Net;
using Npgsql;
using Spade.Tests.Access;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Sessions;

public sealed class SessionWithoutDatabaseTests
{
    [Fact]
    public async Task An_absent_database_signs_nobody_out_and_the_page_is_served()
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        using var browser = new TestBrowser();
        try
        {
            var database = await postgres.CreateMigratedDatabaseAsync();
            await using var source = NpgsqlDataSource.Create(database);
            var key = await source.AddKeyAsync();
            await using var used = await ApiProcess.StartReadyAsync(database);
            // This one has read no key ring yet.
            await using var fresh = await ApiProcess.StartReadyAsync(database);
            await browser.SignInAsync(used.Address, key);

            await postgres.StopAsync();
            foreach (var replica in new[] { used, fresh })
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(browser, replica, "/documents"));
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, replica, "/"));
            }

            await postgres.StartAsync();
            foreach (var replica in new[] { used, fresh })
            {
                await Eventually.HoldsAsync(
                    "the session goes on", async () => await StatusAsync(browser, replica, "/documents") == HttpStatusCode.OK);
            }
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(TestBrowser browser, InProcessApp replica, string path)
    {
        using var response = await browser.SendAsync(replica.Address, HttpMethod.Get, path);
        return response.StatusCode;
    }
}
