using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>Each answer after SIGTERM says that its connection ends, so that no client keeps one to a process that goes. HTTP/2 says it
/// with a frame of its own (GOAWAY), which a client of the framework does not show.</summary>
internal sealed class ConnectionsCheck : ICheck
{
    public string Name => "connections";

    public string Sentence => "After SIGTERM every answer by HTTP/1.1 told its client to leave the connection.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("answers", Stop.NotWatched);
        var answers = facts.Terminated().Where(life => facts.Serves(life.Service))
            .SelectMany(life => Answers(life, facts, options).Select(request => (life, request))).ToList();
        var seen = answers.Count(answer => answer.request.ToldToClose is not null);
        return new Examination(
            seen, "answers",
            from answer in answers
            where answer.request.ToldToClose == false
            let after = answer.request.SentAt() - answer.life.SignalledAt!.Value
            select new Finding(
                $"the answer to what was sent {Stop.Seconds(after)} after SIGTERM keeps its connection open",
                answer.request.Name(), answer.request.EndedAt(), answer.life.Replica, answer.request.Number),
            answers.Count > 0 && seen == 0 ? "of no answer is it known whether it told its client to leave the connection" : null);
    }

    /// <summary>Answers to what was sent after the signal had surely come.</summary>
    private static IEnumerable<RequestEntry> Answers(LifeEntry life, RunFacts facts, CheckOptions options)
    {
        var from = life.SignalledAt!.Value + options.Tolerance;
        var to = life.EndedAt ?? facts.EndedAt;
        return facts.RequestsOf(life.Replica).Where(request =>
            request.Outcome == RequestOutcome.Answered && request.SentAt() >= from && request.SentAt() <= to);
    }
}
