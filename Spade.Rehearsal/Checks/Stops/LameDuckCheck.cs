using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>After SIGTERM the process serves on for its lame duck, for the balancers that have not heard of its stop.</summary>
internal sealed class LameDuckCheck : ICheck
{
    public string Name => "lame-duck";

    public string Sentence => "Each API served on after SIGTERM for its whole lame duck.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("stops", Stop.NotWatched);
        if (facts.Run is not { Budgets.Count: > 0 })
            return Examination.Impossible("stops", "the history has no shutdown budget");
        var stops = facts.Terminated().Where(life => facts.Serves(life.Service)).ToList();
        return new Examination(stops.Count, "stops", stops.SelectMany(life => Findings(life, facts, options)), Stop.Unsignalled(facts));
    }

    private static IEnumerable<Finding> Findings(LifeEntry life, RunFacts facts, CheckOptions options)
    {
        var signal = life.SignalledAt!.Value;
        var length = TimeSpan.FromSeconds(facts.BudgetOf(life.Service)!.LameDuck);
        var until = signal + length - options.Tolerance;
        if (life.ClosedAt is { } closed && closed < until)
            yield return Short("the listener closed", closed);
        else if (life is { ClosedAt: null, EndedAt: { } ended } && ended < until)
            yield return Short("the process ended", ended);

        foreach (var request in facts.RequestsOf(life.Replica))
        {
            if (request.HasFailed() && request.SentAt() >= signal && request.SentAt() < until)
            {
                yield return new Finding(
                    $"{request.OutcomeText()}; it was sent {Stop.Seconds(request.SentAt() - signal)} after SIGTERM, in the lame duck",
                    request.Name(), request.SentAt(), life.Replica, request.Number);
            }
        }

        Finding Short(string what, DateTimeOffset at) => new(
            $"{what} {Stop.Seconds(at - signal)} after SIGTERM; the lame duck is {Stop.Seconds(length)}", life.Name(), at, life.Replica);
    }
}
