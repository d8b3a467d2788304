using System.Globalization;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Runs;

/// <summary>Combines the command line with its schedule.</summary>
internal static class RunPlan
{
    private const string ForOthers = "rollout", ForVersions = "versions";

    /// <summary>Reads the schedule and makes the folder of the run.</summary>
    /// <exception cref="UsageException">The folder holds something already.</exception>
    /// <exception cref="ScheduleException">There is no such schedule, or it cannot be read, or it does not fit the options.</exception>
    internal static RehearsalOptions Of(RehearsalArguments arguments, TimeProvider time)
    {
        var name = arguments.Schedule
            ?? (arguments.Url is not null ? ForOthers : arguments.From is not null ? ForVersions : ShippedSchedules.Default);
        var schedule = ShippedSchedules.Find(name);
        if (schedule.HasVersions && arguments.From is null)
            throw new ScheduleException(
                $"The schedule '{schedule.Name}' needs two versions: give the old one with --from, such as --from v1.2.0.");
        schedule = schedule with
        {
            Load = schedule.Load with
            {
                Duration = arguments.Duration ?? schedule.Load.Duration,
                Rate = arguments.Rate ?? schedule.Load.Rate,
                Seed = arguments.Seed ?? schedule.Load.Seed,
            },
        };
        return new RehearsalOptions(schedule, MakeFolder(arguments.Out, schedule.Name, time), SettingsOf(arguments, schedule));
    }

    private static string MakeFolder(string? given, string schedule, TimeProvider time)
    {
        var folder = Path.GetFullPath(given ?? Path.Combine(
            RepositoryRoot.Find() ?? ".", "artifacts", "rehearsals",
            $"{time.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{schedule}"));
        // A history is never overwritten, and two runs in a folder could not be told apart.
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"--out cannot be '{folder}': it is not empty. Name a new folder.");
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>The key is no setting that a report may show.</summary>
    private static Dictionary<string, string> SettingsOf(RehearsalArguments arguments, Schedule schedule)
    {
        var settings = schedule.Settings.ToDictionary();
        if (schedule.BalancerLag > TimeSpan.Zero)
            settings["balancer lag"] = ScheduleTime.Text(schedule.BalancerLag);
        if (arguments.From is { } from)
            settings["from"] = from;
        return settings;
    }
}
