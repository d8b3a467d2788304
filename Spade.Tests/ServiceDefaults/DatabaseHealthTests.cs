using System.Diagnostics;
using System.Text.Json;
using Spade.ServiceDefaults.Database;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.ServiceDefaults;

/// <summary>Health while a database goes away, hangs and comes back. The class has its own cluster because it stops it.</summary>
public sealed class DatabaseHealthTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task A_service_that_loses_its_database_stays_ready_but_degraded_and_recovers_by_itself()
    {
        await using var service = await StartAsync();
        var (_, ready) = await service.WaitForStatusAsync("ready");
        Assert.Equal("healthy", DatabaseStatus(ready));

        await postgres.StopAsync();
        var (code, degraded) = await service.WaitForStatusAsync("degraded");
        var (startupCode, _) = await service.HealthAsync("startup");
        await postgres.StartAsync();

        Assert.Equal((200, "unhealthy", 200), (code, DatabaseStatus(degraded), startupCode));
        await service.WaitForStatusAsync("ready");
    }

    [Fact]
    public async Task A_service_without_its_database_is_alive_and_starting_and_becomes_ready_when_it_comes()
    {
        await postgres.StopAsync();
        await using var service = await StartAsync();

        var (code, body) = await service.HealthAsync();
        var (liveCode, _) = await service.HealthAsync("live");
        await postgres.StartAsync();

        Assert.Equal((503, "starting", 200), (code, Status(body), liveCode));
        await service.WaitForStatusAsync("ready");
    }

    [Fact]
    public async Task Answers_stay_fast_while_the_database_hangs_and_say_so()
    {
        await using var service = await StartAsync();
        await service.WaitForStatusAsync("ready");

        using (await FrozenProcesses.OfAsync(postgres))
        {
            var watch = Stopwatch.StartNew();
            var answers = 0;
            string? status;
            do
            {
                status = Status((await service.HealthAsync()).Body);
                answers++;
            }
            while (status != "degraded" && watch.Elapsed < Timeouts.Default);

            Assert.Equal("degraded", status);
            // The check hangs for its whole second. If responses waited for it, there would be only one or two.
            Assert.InRange(answers, 5, int.MaxValue);
        }
        await service.WaitForStatusAsync("ready");
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        [new("ConnectionStrings:spadedb", postgres.ConnectionString), new("Health:Period", "00:00:00.1")],
        builder => builder.AddSpadeDataSource("spadedb", maxPoolSize: 2));

    private static string? Status(JsonElement element) => element.GetProperty("status").GetString();

    private static string? DatabaseStatus(JsonElement body) => Status(body.GetProperty("checks").GetProperty("database"));
}
