using Spade.Rehearsal.Checks;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.Judging;
using Spade.Rehearsal.Progress;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Runs;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;
using Spectre.Console;

namespace Spade.Rehearsal;

/// <summary>Runs a rehearsal as the command line says and has it judged.</summary>
internal static class RehearsalProgram
{
    private const int Certified = 0, NotCertified = 1, WrongUsage = 2, Interrupted = 130;

    /// <summary>Returns the exit code: 0 certified, 1 not, 2 wrong usage, 130 interrupted.</summary>
    internal static async Task<int> RunAsync(RehearsalArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.List)
        {
            ScheduleList.Write(Console.Out);
            return Certified;
        }

        try
        {
            ArgumentRules.Check(arguments);
            return await RunAsync(arguments, RunPlan.Of(arguments, TimeProvider.System), cancellationToken) ? Certified : NotCertified;
        }
        catch (Exception exception) when (exception is UsageException or ScheduleException)
        {
            await Console.Error.WriteLineAsync($"rehearse: {exception.Message}");
            return WrongUsage;
        }
        catch (TargetException exception)
        {
            await Console.Error.WriteLineAsync($"rehearse: {exception.Message}");
            return NotCertified;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("rehearse: interrupted; everything that it started has been stopped.");
            return Interrupted;
        }
    }

    private static async Task<bool> RunAsync(RehearsalArguments arguments, RehearsalOptions options, CancellationToken cancellationToken)
    {
        var (console, time) = (AnsiConsole.Console, TimeProvider.System);
        if (Console.IsOutputRedirected)
            console.Profile.Width = 200;
        var journal = new Journal();
        var progress = new ProgressDisplay(console, new LiveFigures(journal), time);
        var (history, waived) = await KeepingAsync(journal, options.Folder, () => progress.ShowAsync(async () =>
        {
            await using var target = Target.Create(arguments, options, journal, time);
            var entries = await new RehearsalRun(options, target, journal, progress, time).RunAsync(cancellationToken);
            progress.Phase("stopping the target");
            return (entries, target.Unseen);
        }));
        var limits = new CheckOptions { Waived = waived };
        var verdict = await HistoryJudge.JudgeAsync(history, limits, options.Folder, console, cancellationToken);
        var files = new ResultFiles(options.Folder);
        if (arguments.PrintCertificate)
            await files.PrintCertificateAsync(Console.Out);
        if (arguments.Keep is { } duration)
            await files.KeepAsync(duration, console, time, cancellationToken);
        return verdict == Verdict.Certified;
    }

    /// <summary>Whatever ends a run before its time, its history so far is kept.</summary>
    private static async Task<T> KeepingAsync<T>(Journal journal, string folder, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception) when (journal.Entries.Count > 0)
        {
            await Console.Error.WriteLineAsync($"rehearse: the history up to here is in {HistoryJudge.Keep(journal.Entries, folder)}");
            throw;
        }
    }
}
