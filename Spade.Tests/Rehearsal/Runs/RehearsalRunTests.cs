using Spade.Rehearsal;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Judging;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;

namespace Spade.Tests.Rehearsal.Runs;

/// <summary>Whole rehearsals of small servers, from the command line to the exit code.</summary>
public sealed class RehearsalRunTests
{
    [Fact]
    public async Task A_service_that_never_fails_is_certified_and_the_folder_has_everything()
    {
        using var folder = new TestFolder();
        await using var server = StubServer.Start(AnswerAsync);
        Assert.Equal(0, await RehearseAsync(server.Address, folder, "true"));

        Assert.All(
            [HistoryJudge.History, HistoryJudge.Certified, HistoryJudge.View], file =>
                Assert.True(File.Exists(Path.Combine(folder.FullPath, file))));
        var history = await HistoryFile.ReadAsync(Path.Combine(folder.FullPath, HistoryJudge.History), CancellationToken.None);
        var run = Assert.IsType<RunEntry>(history.Entries[0]);
        Assert.Equal(("rollout", TimeSpan.FromSeconds(12), "not spoken by the target"), (run.Schedule, run.Duration,
            run.Settings["http/2"]));
        Assert.Equal(120, history.Entries.OfType<RequestEntry>().Count());
        Assert.Equal(("rolling restart", null), history.Entries.OfType<StepEntry>().Select(step => (step.Name, step.Error)).Single());
    }

    [Fact]
    public async Task A_service_that_drops_a_request_and_a_restart_that_fails_are_not_certified()
    {
        using (var folder = new TestFolder())
        {
            var requests = 0;
            await using var server = StubServer.Start(async connection =>
            {
                while (await connection.ReadHeadAsync() is { } head)
                {
                    if (head.StartsWith("GET ", StringComparison.Ordinal) && Interlocked.Increment(ref requests) == 20)
                    {
                        connection.Reset();
                        return;
                    }

                    await connection.AnswerAsync(200);
                }
            });
            Assert.Equal(1, await RehearseAsync(server.Address, folder, "true"));
        }

        using (var folder = new TestFolder())
        {
            await using var server = StubServer.Start(AnswerAsync);
            Assert.Equal(1, await RehearseAsync(server.Address, folder, "exit 4"));
        }
    }

    [Fact]
    public async Task Wrong_usage_ends_with_2_and_an_interrupt_with_130()
    {
        Assert.Equal(2, await RehearsalProgram.RunAsync(new RehearsalArguments { Schedule = "nosuch" }, CancellationToken.None));
        Assert.Equal(2, await RehearsalProgram.RunAsync(new RehearsalArguments { Schedule = "versions" }, CancellationToken.None));

        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.FullPath);
        await File.WriteAllTextAsync(Path.Combine(folder.FullPath, HistoryJudge.History), "");
        Assert.Equal(2, await RehearsalProgram.RunAsync(new RehearsalArguments { Out = folder.FullPath }, CancellationToken.None));

        using var elsewhere = new TestFolder();
        using var interrupt = new CancellationTokenSource();
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await interrupt.CancelAsync();
        });
        var interrupted = RehearsalProgram.RunAsync(
            new RehearsalArguments { Url = server.Address, RestartCommand = "sleep 600", Out = elsewhere.FullPath }, interrupt.Token);
        Assert.Equal(130, await interrupted.DefaultTimeout());
    }

    private static Task<int> RehearseAsync(Uri address, TestFolder folder, string command) => RehearsalProgram.RunAsync(
        new RehearsalArguments
        {
            Url = address, RestartCommand = command, Out = folder.FullPath, Rate = 10, Duration = TimeSpan.FromSeconds(12),
        },
        CancellationToken.None).DefaultTimeout();

    private static async Task AnswerAsync(StubConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } head && head.StartsWith("GET ", StringComparison.Ordinal))
            await connection.AnswerAsync(200);
    }
}
