using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>Readiness says no shortly after SIGTERM, while the listener is still open: otherwise nobody can hear it.</summary>
internal sealed class ReadinessCheck : ICheck
{
    public string Name => "readiness";

    public string Sentence => "Readiness said no within a second of SIGTERM, before the listener closed.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("stops", Stop.NotWatched);
        var stops = facts.Terminated().ToList();
        return new Examination(
            stops.Count, "stops",
            from life in stops
            let what = Wrong(life, life.EndedAt ?? facts.EndedAt, options)
            where what is not null
            select new Finding(what, life.Name(), life.SignalledAt, life.Replica),
            Stop.Unsignalled(facts));
    }

    private static string? Wrong(LifeEntry life, DateTimeOffset end, CheckOptions options)
    {
        var signal = life.SignalledAt!.Value;
        if (life.NotReadyAt is not { } flip)
        {
            // An idle worker is gone before anybody asks.
            return end - signal > options.FlipLimit + options.Tolerance
                ? $"readiness never said no, in the {Stop.Seconds(end - signal)} from SIGTERM to the end"
                : null;
        }

        // It is asked for again and again, so it was seen later than it happened.
        if (flip - signal > options.FlipLimit + options.Tolerance)
            return $"readiness said no {Stop.Seconds(flip - signal)} after SIGTERM; the limit is {Stop.Seconds(options.FlipLimit)}";
        return life.ClosedAt is { } closed && closed < flip
            ? $"the listener closed {Stop.Seconds(flip - closed)} before readiness said no"
            : null;
    }
}
