using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Docs;

/// <summary>Runs <c>samples/JobsAlone</c>, the queue in a plain host, as a process.</summary>
public sealed class JobsAloneTests
{
    [Fact]
    public async Task A_job_is_enqueued_run_and_completed()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        await using var sample = Start(database, seconds: 0);

        await sample.WaitForLineAsync("Report done");

        Assert.Equal(0, await StopAsync(sample));
    }

    [Fact]
    public async Task A_job_that_a_stop_interrupts_is_released_and_goes_on_in_the_next_process()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        await using var first = Start(database, seconds: 600);
        await first.WaitForLineAsync("Report begins, interrupted 0 times");

        Assert.Equal(0, await StopAsync(first));

        await using var second = Start(database, seconds: 600);
        await second.WaitForLineAsync("Report begins, interrupted 1 times");
        Assert.Equal(0, await StopAsync(second));
        Assert.DoesNotContain(second.Lines, line => line.Contains("interrupted 0 times", StringComparison.Ordinal));
    }

    private static ChildProcess Start(string database, int seconds) => ChildProcess.StartDotnet(
        BuildOutput.Of("samples/JobsAlone"),
        new Dictionary<string, string?> { ["ConnectionStrings__spadedb"] = database }, $"--Seconds={seconds}");

    private static Task<int> StopAsync(ChildProcess sample)
    {
        sample.Send(Signals.Terminate);
        return sample.WaitForExitAsync();
    }
}
