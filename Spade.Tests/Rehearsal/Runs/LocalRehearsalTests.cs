using Spade.Rehearsal;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Judging;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Runs;

/// <summary>A small rehearsal of the real system; <c>./spade rehearse</c> is the full one.</summary>
[Collection(BusyMachine.Name)]
public sealed class LocalRehearsalTests
{
    private const string Schedule =
        """
        duration: 10s
        rate: 5
        mix: {list: 60, text: 20, wait: 5, events: 5, upload: 5, slow upload: 5}
        documents: {small: 1}
        settings:
          spade-api:Shutdown:PreStop: 1
          spade-api:Shutdown:LameDuck: 1
          spade-api:Shutdown:DirectCheck:Interval: 0.2
        steps:
        - {at: 2s, do: rolling restart, of: both}
        """;

    [Fact]
    public async Task A_rolling_restart_of_API_and_worker_under_load_is_certified()
    {
        using var folder = new TestFolder();
        using var files = new TestFolder();
        Directory.CreateDirectory(files.FullPath);
        var schedule = Path.Combine(files.FullPath, "small.yaml");
        await File.WriteAllTextAsync(schedule, Schedule);

        var code = await RehearsalProgram.RunAsync(
            new RehearsalArguments { Schedule = schedule, Out = folder.FullPath }, CancellationToken.None);

        var history = await HistoryFile.ReadAsync(Path.Combine(folder.FullPath, HistoryJudge.History), CancellationToken.None);
        Assert.True(code == 0, await File.ReadAllTextAsync(Path.Combine(folder.FullPath, HistoryJudge.Certified)));
        // Two replicas of each were replaced by two others.
        var lives = history.Entries.OfType<LifeEntry>().ToList();
        Assert.Equal(4, lives.Count(life => life is { Signal: "SIGTERM", ExitCode: 0 }));
        Assert.Equal(4, lives.Count(life => life.EndedAt is null));
        Assert.NotEmpty(history.Entries.OfType<AcceptedEntry>());
        Assert.NotEmpty(history.Entries.OfType<StoredEntry>());
        Assert.Contains(history.Entries.OfType<RequestEntry>(), request => request is { Replica: "spade-api-3" });
        Assert.Contains(history.Entries.OfType<RequestEntry>(), request => request.ToldToClose is true);
    }
}
