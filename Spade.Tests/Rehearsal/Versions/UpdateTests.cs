using System.Text.Json;
using Spade.Rehearsal;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Judging;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Versions;

/// <summary>The update from the last release, and the way back; <c>./spade rehearse --from</c> is the full one. The old version is built
/// once for each commit, in artifacts/versions.</summary>
[Collection(BusyMachine.Name)]
public sealed class UpdateTests
{
    private const string Schedule =
        """
        duration: 12s
        rate: 4
        mix: {list: 60, text: 25, wait: 4, events: 4, upload: 4, slow upload: 3}
        # Kept connections are another test's: with so few requests each would be idle for longer than this lame duck.
        clients: {fresh: 1}
        documents: {small: 1}
        settings:
          spade-api:Shutdown:PreStop: 1
          spade-api:Shutdown:LameDuck: 1
          spade-api:Shutdown:DirectCheck:Interval: 0.2
          spade-worker:Ocr:PagesAtOnce: 1
        steps:
        - {at: 1s, do: migrate, version: new}
        - {at: 2s, do: roll out, of: both, version: new}
        - {at: 4s, do: roll out, of: both, version: old}
        """;

    [UpdateFact]
    public async Task The_update_from_the_last_release_and_the_way_back_are_certified()
    {
        using var files = new TestFolder();
        Directory.CreateDirectory(files.FullPath);
        var (schedule, folder) = (Path.Combine(files.FullPath, "update.yaml"), Path.Combine(files.FullPath, "run"));
        await File.WriteAllTextAsync(schedule, Schedule);

        var code = await RehearsalProgram.RunAsync(
            new RehearsalArguments { Schedule = schedule, From = LastRelease.Reference, Out = folder }, CancellationToken.None);

        var text = await File.ReadAllTextAsync(Path.Combine(folder, HistoryJudge.Certified));
        using var certificate = JsonDocument.Parse(text);
        var failed = certificate.RootElement.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("result").GetString() != "passed").Select(check => check.GetProperty("name").GetString());
        Assert.Empty(failed);
        Assert.Equal(0, code);
        Assert.StartsWith(
            "This release can be rolled back without loss", certificate.RootElement.GetProperty("wayBack").GetString(),
            StringComparison.Ordinal);
        var history = await HistoryFile.ReadAsync(Path.Combine(folder, HistoryJudge.History), CancellationToken.None);
        // Each replica was replaced twice.
        var lives = history.Entries.OfType<LifeEntry>().ToList();
        Assert.Equal(8, lives.Count(life => life is { Signal: "SIGTERM", ExitCode: 0 }));
        Assert.Equal(
            [("spade-api", 4, 2), ("spade-worker", 4, 2)],
            lives.GroupBy(life => life.Service).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (
                group.Key, group.Count(life => life.Version!.EndsWith("(old)", StringComparison.Ordinal)),
                group.Count(life => life.Version!.EndsWith("(new)", StringComparison.Ordinal)))));
    }
}
