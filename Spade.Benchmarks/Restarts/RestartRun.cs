using System.Globalization;
using Spade.Benchmarks.Measuring;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Judging;
using Spade.Rehearsal.Moments;
using Spade.Rehearsal.Progress;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Runs;
using Spade.Rehearsal.Schedules;
using Spectre.Console;

namespace Spade.Benchmarks.Restarts;

/// <summary>One rehearsal of a service. Its history, its report and the table of its checks are kept in a folder of their own.</summary>
internal static class RestartRun
{
    internal const string Failed = "failed_requests", Certified = "certified";

    /// <summary>The same for every service.</summary>
    private const string Load = """
        about: Two rolling restarts.
        duration: 80s
        rate: 20
        clients: {keep-alive: 70, fresh: 30}
        steps:
        - {at: 5s, do: rolling restart, of: api}
        - {at: 40s, do: rolling restart, of: api}
        """;

    /// <summary>Returns how many requests there were, how many failed in which way, and whether the restarts are certified.</summary>
    internal static async Task<IReadOnlyList<Sample>> MeasureAsync(
        Trial trial, string row, RestartedService service, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var folder = Folder(trial, service, time);
        await using var table = new StreamWriter(Path.Combine(folder, "checks.txt"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(table) });
        console.Profile.Width = 200;
        var journal = new Journal();
        await using var target = new ReplicasTarget(trial.Programs.Shell, service);
        var options = new RehearsalOptions(
            ScheduleReader.Read("restarts", "restarts.yaml", Load), folder, new Dictionary<string, string> { ["service"] = service.Name });
        var progress = new ProgressDisplay(console, new LiveFigures(journal), time);
        var history = await new RehearsalRun(options, target, journal, progress, time).RunAsync(cancellationToken);
        var limits = new CheckOptions { Waived = target.Unseen };
        var verdict = await HistoryJudge.JudgeAsync(history, limits, folder, console, cancellationToken);
        return Samples(row, new RunFacts(history).Requests, verdict);
    }

    private static string Folder(Trial trial, RestartedService service, TimeProvider time)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{time.GetLocalNow():yyyyMMdd-HHmmss}-{service.Name}-preStop-{service.PreStop.TotalSeconds}s");
        return Directory.CreateDirectory(
            Path.Combine(trial.Programs.Shell.Root, "artifacts", "rehearsals", name.Replace(' ', '-'))).FullName;
    }

    private static IReadOnlyList<Sample> Samples(string row, IReadOnlyList<RequestEntry> requests, Verdict verdict) =>
    [
        new(row, Certified, verdict == Verdict.Certified ? 1 : 0),
        new(row, Failed, requests.Count(request => request.HasFailed())),
        new(row, "requests", requests.Count),
        .. requests.Where(request => request.HasFailed()).CountBy(WordOf).Select(kind => new Sample(row, kind.Key, kind.Value)),
    ];

    private static string WordOf(RequestEntry request) => request.Status is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"answered_{status}")
        : request.Outcome.ToString().ToLowerInvariant();
}
