using Aspire.Hosting.Run.Processes;

namespace Spade.Tests.Hosting;

/// <summary>How an AppHost ends, in real processes with real signals.</summary>
public sealed class AppHostEndTests : IDisposable
{
    private const int Stop = 19;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_outlives_a_killed_AppHost_not_even_a_child_that_left_its_session()
    {
        await using var appHost = await AppHostProcess.StartAsync(TestAppHosts.Sleepers, _folder.FullPath);
        await WaitForSleepersAsync(appHost, 3);

        appHost.Send(Signals.Kill);

        await appHost.WaitUntilNothingIsLeftAsync(_folder.FullPath);
    }

    [Fact]
    public async Task A_killed_guard_is_replaced_and_its_successor_ends_everything()
    {
        await using var appHost = await AppHostProcess.StartAsync(TestAppHosts.Sleepers, _folder.FullPath);
        await WaitForSleepersAsync(appHost, 3);

        Signals.Send(GuardOf(appHost), Signals.Kill);
        await appHost.WaitForLineAsync("another one has taken its place");
        appHost.Send(Signals.Kill);

        await appHost.WaitUntilNothingIsLeftAsync(_folder.FullPath);
    }

    [Fact]
    public async Task A_killed_AppHost_leaves_a_PostgreSQL_that_was_shut_down_and_not_killed()
    {
        await using (var killed = await AppHostProcess.StartAsync(TestAppHosts.Postgres, _folder.FullPath))
        {
            killed.Send(Signals.Kill);
            await killed.WaitUntilNothingIsLeftAsync(_folder.FullPath);
        }

        await using var next = await AppHostProcess.StartAsync(TestAppHosts.Postgres, _folder.FullPath);

        Assert.Contains(next.Lines, line => line.Contains("database system was shut down", StringComparison.Ordinal));
        Assert.DoesNotContain(next.Lines, line => line.Contains("made the database", StringComparison.Ordinal));
        await InterruptAsync(next);
    }

    [Fact]
    public async Task A_PostgreSQL_left_by_an_AppHost_and_a_guard_both_killed_is_stopped_by_the_next_run()
    {
        await using var killed = await AppHostProcess.StartAsync(TestAppHosts.Postgres, _folder.FullPath);
        // Stopped first, so that it cannot replace its guard.
        killed.Send(Stop);
        Signals.Send(GuardOf(killed), Signals.Kill);
        killed.Send(Signals.Kill);
        await killed.WaitForExitAsync();
        Assert.Contains(killed.Descendants(_folder.FullPath), process => process.Name == "postgres");

        await using var next = await AppHostProcess.StartAsync(TestAppHosts.Postgres, _folder.FullPath);

        Assert.Contains(next.Lines, line => line.Contains("that nobody looks after", StringComparison.Ordinal));
        await InterruptAsync(next);
        foreach (var orphan in killed.Descendants(_folder.FullPath))
            Signals.Send(orphan.Id, Signals.Kill);
    }

    [Fact]
    public async Task An_interrupt_stops_the_services_first_and_PostgreSQL_last()
    {
        await using var appHost = await AppHostProcess.StartAsync(TestAppHosts.Postgres, _folder.FullPath);

        Assert.Equal(0, await InterruptAsync(appHost));

        var lines = appHost.Lines.ToList();
        var service = lines.FindIndex(line => line.StartsWith("service", StringComparison.Ordinal) && line.Contains("exited with", StringComparison.Ordinal));
        var postgres = lines.FindIndex(line => line.Contains("received fast shutdown request", StringComparison.Ordinal));
        Assert.InRange(service, 0, postgres - 1);
        await appHost.WaitUntilNothingIsLeftAsync(_folder.FullPath);
    }

    [Fact]
    public async Task A_second_interrupt_ends_everything_at_once_with_130()
    {
        await using var appHost = await AppHostProcess.StartAsync(TestAppHosts.Stubborn, _folder.FullPath);
        await appHost.WaitForLineAsync("deaf");

        appHost.Send(Signals.Interrupt);
        await appHost.WaitForLineAsync("SIGINT, at most 30 s");
        appHost.Send(Signals.Interrupt);

        Assert.Equal(130, await appHost.WaitForExitAsync());
        await appHost.WaitUntilNothingIsLeftAsync(_folder.FullPath);
    }

    [Fact]
    public async Task A_second_AppHost_of_the_same_application_ends_with_one_line()
    {
        await using var first = await AppHostProcess.StartAsync(TestAppHosts.Sleepers, _folder.FullPath);
        await using var second = AppHostProcess.Launch(TestAppHosts.Sleepers, _folder.FullPath);

        Assert.Equal(1, await second.WaitForExitAsync());

        Assert.Contains($"already runs (process {first.Id})", Assert.Single(second.Lines), StringComparison.Ordinal);
        await InterruptAsync(first);
    }

    private static async Task<int> InterruptAsync(AppHostProcess appHost)
    {
        appHost.Send(Signals.Interrupt);
        return await appHost.WaitForExitAsync();
    }

    private int GuardOf(AppHostProcess appHost) => appHost.Descendants(_folder.FullPath)
        .Single(process => File.ReadAllText($"/proc/{process.Id}/cmdline").Contains("\0spade-guard\0", StringComparison.Ordinal)).Id;

    private Task WaitForSleepersAsync(AppHostProcess appHost, int count) =>
        Until.TrueAsync(() => appHost.Descendants(_folder.FullPath).Count(process => process.Name == "sleep") == count, $"{count} sleepers run");
}
