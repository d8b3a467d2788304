using Spade.Rehearsal.Checks;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Progress;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Runs;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;
using Spade.Rehearsal.Targets.Local;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;
using Spectre.Console;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>Rehearses scenes with the rehearsal's own target, load, journal and checks.</summary>
internal static class SceneRun
{
    /// <summary>Runs the scene, and returns the judgement of its history.</summary>
    public static async Task<Judgement> JudgeAsync(this Scene scene)
    {
        using var logs = new TestFolder();
        Directory.CreateDirectory(logs.FullPath);
        var (time, journal) = (TimeProvider.System, new Journal());
        var schedule = WithUploads(ScheduleReader.Read("scene", "scene.yaml", scene.Schedule), scene.Uploads);
        var lives = new LifeBook(time);
        var postgres = await SharedPostgres.GetAsync();
        var system = new SceneSystem(scene, await postgres.CreateMigratedDatabaseAsync(), logs.FullPath, lives, time);
        await using var target = new SceneTarget(
            new LocalTarget(system, lives, schedule.BalancerLag, schedule.Load.Seed, journal, time), system.ConnectionString,
            scene.Situation);
        var progress = new ProgressDisplay(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), new LiveFigures(journal), time);
        var options = new RehearsalOptions(schedule, logs.FullPath, new Dictionary<string, string>());
        var history = await new RehearsalRun(options, target, journal, progress, time).RunAsync(CancellationToken.None).DefaultTimeout();
        return Judge.Of(history, scene.Limits);
    }

    /// <summary>The schedule with the first seed by which the uploads come in the first second.</summary>
    private static Schedule WithUploads(Schedule schedule, int? uploads) => uploads is { } count
        ? schedule with { Load = Enumerable.Range(1, int.MaxValue - 1).Select(seed => schedule.Load with { Seed = seed })
            .First(plan => UploadsEarly(plan, count)) }
        : schedule;

    private static bool UploadsEarly(LoadPlan plan, int uploads)
    {
        var choices = new Choices(plan);
        // The load goes on for as long as a step does: four times as long is enough on a busy machine.
        var requests = (int)(4 * plan.Rate * plan.Duration.TotalSeconds);
        var found = 0;
        for (var number = 0; number < requests && found <= uploads; number++)
        {
            if (choices.Next().Operation != Operation.Upload)
                continue;
            found++;
            if (number >= plan.Rate)
                return false;
        }

        return found == uploads;
    }
}
