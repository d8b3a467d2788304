using System.Globalization;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Runs;
using Spade.Rehearsal.Targets;
using Spade.Rehearsal.Targets.Cluster;
using Spade.Rehearsal.Targets.Http;
using Spade.Rehearsal.Targets.Lives;
using Spade.Rehearsal.Targets.Local;
using Spade.Rehearsal.Targets.Versions;

namespace Spade.Rehearsal;

/// <summary>Makes the target that the command line names.</summary>
internal static class Target
{
    private const string PagesAtOnce = $"{ServiceNames.Worker}:Ocr:PagesAtOnce";

    internal static ITarget Create(RehearsalArguments arguments, RehearsalOptions options, Journal journal, TimeProvider time)
    {
        if (arguments is { Url: { } service, RestartCommand: { } command })
            return new CommandTarget(service, command, arguments.Key);
        if (arguments is { Url: { } url, KubeContext: { } context })
        {
            var (cluster, space) = ClusterConnection.Open(context);
            var rollouts = arguments.Rollouts.Select(rollout => RolloutName.Parse(rollout)!).ToList();
            return new ClusterTarget(cluster, space, rollouts, new LoadServer(url, arguments.Key), journal, time);
        }

        var (schedule, lives) = (options.Schedule, new LifeBook(time));
        var logs = Path.Combine(options.Folder, "logs");
        ILocalSystem system = arguments.From is { } reference
            ? new VersionSystem(reference, new VersionSettings(schedule.Settings), logs, lives, time)
            : new AppHostSystem(schedule.Settings, logs, lives, time);
        return new LocalTarget(system, lives, schedule.BalancerLag, schedule.Load.Seed, journal, time)
        {
            PagesInFlight = int.TryParse(schedule.Settings.GetValueOrDefault(PagesAtOnce), CultureInfo.InvariantCulture, out var pages)
                ? pages
                : Environment.ProcessorCount,
        };
    }
}
