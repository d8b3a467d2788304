using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>Words and sets that the checks of stops share.</summary>
internal static class Stop
{
    /// <summary>Why these checks cannot be made.</summary>
    public const string NotWatched = "no process was watched";

    /// <summary>As findings name it.</summary>
    public static string Name(this LifeEntry life) =>
        life.ProcessId == 0 ? life.Replica : string.Create(CultureInfo.InvariantCulture, $"{life.Replica} (process {life.ProcessId})");

    /// <summary>Lives that were told to stop in the orderly way after they had been ready. Before it is ready a process need not know of
    /// signals.</summary>
    public static IEnumerable<LifeEntry> Terminated(this RunFacts facts) => facts.Lives.Where(life =>
        life is { Signal: "SIGTERM", SignalledAt: not null, ReadyAt: not null } && life.ReadyAt <= life.SignalledAt);

    /// <summary>Which stops cannot be judged by their signal, because it was not seen; null when all can.</summary>
    public static string? Unsignalled(RunFacts facts)
    {
        var unseen = facts.Lives.Where(life => life is { StopBeganAt: not null, EndedAt: not null, Signal: null }).Select(Name).ToList();
        return unseen.Count == 0 ? null : $"the signal to {string.Join(", ", unseen.Take(5))} was not seen";
    }

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00' s'", CultureInfo.InvariantCulture);
}
