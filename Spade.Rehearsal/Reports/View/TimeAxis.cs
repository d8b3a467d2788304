using System.Globalization;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.View;

/// <summary>The time axis that lanes and charts share. Places are in percent of its width.</summary>
/// <param name="From">Left end.</param>
/// <param name="To">Right end.</param>
/// <param name="Zero">Begin of the load, from which times count.</param>
internal sealed record TimeAxis(DateTimeOffset From, DateTimeOffset To, DateTimeOffset Zero)
{
    private const int MostTicks = 12;

    private static readonly double[] Steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

    public double Seconds => (To - From).TotalSeconds;

    /// <summary>The whole rehearsal with a little room at both ends.</summary>
    public static TimeAxis Of(RunFacts facts)
    {
        var to = facts.BeganAt + (facts.Run?.Duration ?? TimeSpan.Zero);
        to = facts.EndedAt > to ? facts.EndedAt : to;
        var room = TimeSpan.FromSeconds(Math.Max(0.5, (to - facts.BeganAt).TotalSeconds * 0.015));
        return new TimeAxis(facts.BeganAt - room, to + room, facts.BeganAt);
    }

    public double Place(DateTimeOffset at) => Math.Clamp((at - From).TotalSeconds / Seconds * 100, 0, 100);

    public bool Contains(DateTimeOffset at) => at >= From && at <= To;

    /// <summary>A time from the begin of the load.</summary>
    public string Offset(DateTimeOffset at) => (at - Zero).TotalSeconds.ToString("+0.000' s';-0.000' s'", CultureInfo.InvariantCulture);

    public IEnumerable<(double Place, string Text)> Ticks()
    {
        var step = Steps.FirstOrDefault(step => Seconds / step <= MostTicks, Seconds / MostTicks);
        for (var second = 0.0; Zero.AddSeconds(second) <= To; second += step)
            yield return (Place(Zero.AddSeconds(second)), Clock(second, step));
    }

    private static string Clock(double second, double step)
    {
        var time = TimeSpan.FromSeconds(second);
        return step < 60 && time < TimeSpan.FromMinutes(60)
            ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
            : time.ToString(@"h\:mm", CultureInfo.InvariantCulture) + " h";
    }
}
