using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Requests;

/// <summary>A reader of events, which continues after the last one on another replica, sees each event once.</summary>
internal sealed class EventsCheck : ICheck
{
    public string Name => "events";

    public string Sentence => "Readers of event streams missed no event and saw none twice, across restarts.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        var streams = facts.Requests.Where(request => request.Operation == "events").ToList();
        return new Examination(
            streams.Count, "streams",
            from stream in streams
            where stream.Outcome == RequestOutcome.Garbled
            select new Finding(
                stream.Detail ?? "an event is missing or came twice", stream.Name(), stream.EndedAt(), stream.Replica, stream.Number));
    }
}
