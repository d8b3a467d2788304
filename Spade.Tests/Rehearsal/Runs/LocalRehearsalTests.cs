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
    private const string Restarts =
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

    private const string Faults =
        """
        duration: 20s
        rate: 5
        mix: {list: 60, text: 20, wait: 5, events: 5, upload: 5, form upload: 5}
        documents: {small: 1}
        settings:
          spade-api:Shutdown:PreStop: 1
          spade-api:Shutdown:LameDuck: 1
          spade-api:Shutdown:DirectCheck:Interval: 0.2
        steps:
        - {at: 1s, do: kill, of: worker}
        - {at: 1s, do: scale, of: api, to: 1}
        - {at: 5s, do: restart, of: database}
        - {at: 12s, do: read-only, of: database, for: 2s}
        - {at: 16s, do: freeze, of: api, for: 2s}
        """;

    [Fact]
    public async Task A_rolling_restart_of_API_and_worker_under_load_is_certified()
    {
        var history = await CertifiedAsync(Restarts);

        // Two replicas of each were replaced by two others.
        var lives = history.Entries.OfType<LifeEntry>().ToList();
        Assert.Equal(4, lives.Count(life => life is { Signal: "SIGTERM", ExitCode: 0 }));
        Assert.Equal(4, lives.Count(life => life.EndedAt is null));
        Assert.NotEmpty(history.Entries.OfType<AcceptedEntry>());
        Assert.NotEmpty(history.Entries.OfType<StoredEntry>());
        Assert.Contains(history.Entries.OfType<RequestEntry>(), request => request is { Replica: "spade-api-3" });
        Assert.Contains(history.Entries.OfType<RequestEntry>(), request => request.ToldToClose is true);
        Assert.Contains(history.Entries.OfType<RequestEntry>(), request => request is { Protocol: "2", Status: 200 });
    }

    [Fact]
    public async Task Faults_of_processes_and_of_the_database_are_done_and_certified()
    {
        var history = await CertifiedAsync(Faults);

        var steps = history.Entries.OfType<StepEntry>().ToList();
        Assert.Equal(
            ["kill", "scale to 1", "database restart", "database read-only", "freeze"],
            steps.OrderBy(step => step.Number).Select(step => step.Name));
        Assert.All(steps, step => Assert.Null(step.Error));
        var lives = history.Entries.OfType<LifeEntry>().ToList();
        Assert.Single(lives, life => life is { Service: "spade-worker", Signal: "SIGKILL", ExitCode: 137 });
        Assert.Single(lives, life => life is { Service: "spade-api", Signal: "SIGTERM", ExitCode: 0 });
        Assert.Single(lives, life => life is { Service: "spade-api", EndedAt: null });
    }

    /// <summary>Runs a schedule and returns its history.</summary>
    private static async Task<HistoryFile> CertifiedAsync(string schedule)
    {
        using var folder = new TestFolder();
        using var files = new TestFolder();
        Directory.CreateDirectory(files.FullPath);
        var file = Path.Combine(files.FullPath, "small.yaml");
        await File.WriteAllTextAsync(file, schedule);

        var code = await RehearsalProgram.RunAsync(
            new RehearsalArguments { Schedule = file, Out = folder.FullPath }, CancellationToken.None);

        Assert.True(code == 0, await File.ReadAllTextAsync(Path.Combine(folder.FullPath, HistoryJudge.Certified)));
        return await HistoryFile.ReadAsync(Path.Combine(folder.FullPath, HistoryJudge.History), CancellationToken.None);
    }
}
