using System.Globalization;
using Spade.Tests.Infrastructure;
using Spade.Tests.Restarts.Workers;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Program;

/// <summary>Ctrl+C in the middle of a soak, while everything runs.</summary>
public sealed class SoakInterruptTests
{
    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public async Task An_interrupted_soak_shows_its_table_and_leaves_neither_a_service_nor_the_database(int signal)
    {
        // A test run in the background ignores SIGINT, and its children would inherit that.
        await using var soak = ChildProcess.Start(
            "env", new Dictionary<string, string?>(), "--default-signal=INT,QUIT", "dotnet", typeof(TestProgram).Assembly.Location,
            "soak", "2", new RollingWorkersScenario().Name);
        await Eventually.HoldsAsync("API and workers run", () => Task.FromResult(soak.Children().Count == 4), TimeSpan.FromSeconds(60));
        var services = soak.Children();
        var postmaster = Assert.Single(Directory.GetFiles(Assert.Single(Clusters(soak.Id)), "postmaster.pid", SearchOption.AllDirectories));
        var database = int.Parse((await File.ReadAllLinesAsync(postmaster))[0], CultureInfo.InvariantCulture);
        Assert.True(Runs(database));

        soak.Send(signal);
        Assert.Equal(130, await soak.WaitForExitAsync());
        Assert.Contains(soak.Lines, line => line.StartsWith("scenario", StringComparison.Ordinal));
        Assert.Contains("Interrupted. 0 runs, none failed.", soak.Lines);
        Assert.DoesNotContain(services, Runs);
        // pg_ctl returns when the postmaster has removed its file, a moment before the process ends.
        await Eventually.HoldsAsync("the database is gone", () => Task.FromResult(!Runs(database)), TimeSpan.FromSeconds(5));
        Assert.Empty(Clusters(soak.Id));
    }

    [Fact]
    public async Task A_second_interrupt_skips_the_table_and_leaves_nothing_either()
    {
        await using var soak = ChildProcess.Start(
            "env", new Dictionary<string, string?>(), "--default-signal=INT,QUIT", "dotnet", typeof(TestProgram).Assembly.Location,
            "soak", "2", new RollingWorkersScenario().Name);
        await Eventually.HoldsAsync("API and workers run", () => Task.FromResult(soak.Children().Count == 4), TimeSpan.FromSeconds(60));
        var services = soak.Children();
        soak.Send(Signals.Interrupt);
        soak.Send(Signals.Interrupt);
        Assert.Equal(130, await soak.WaitForExitAsync());
        Assert.DoesNotContain(services, Runs);
        Assert.Empty(Clusters(soak.Id));
    }

    private static string[] Clusters(int process) =>
        Directory.GetDirectories(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"spade-test-pg-{process}-*"));

    // Without an init process, as in many containers, dead processes are not reaped: their command line is empty.
    private static bool Runs(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline")).Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
