using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Documents;

/// <summary>The first start on an empty database.</summary>
public sealed class FirstStartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_apis_and_two_workers_that_start_at_once_leave_no_error_in_the_server_s_log(bool migrateThemselves)
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var system = await SpadeSystem.CreateEmptyAsync(postgres.Server);
        var options = new ServiceOptions
        {
            Environment = new Dictionary<string, string> { ["Migrations__ApplyAtStartup"] = migrateThemselves ? "true" : "false" },
        };
        Service[] services =
            [system.LaunchApi(options), system.LaunchApi(options), system.LaunchWorker(options), system.LaunchWorker(options)];
        if (!migrateThemselves)
        {
            foreach (var service in services)
                await service.Process.WaitForLineAsync("migration(s) to be applied", TimeSpan.FromSeconds(60));
            Assert.Equal(0, (await system.LaunchMigration().WaitForExitAsync()).Code);
        }

        foreach (var service in services)
            await service.ReadyAsync();

        // A health check that ran into its limit on a busy machine cancels its statement, which is not an error of the start.
        var log = await File.ReadAllLinesAsync(postgres.Server.LogFile);
        Assert.DoesNotContain(log, line => line.Contains("ERROR:", StringComparison.Ordinal)
            && !line.Contains("canceling statement due to user request", StringComparison.Ordinal));
    }
}
