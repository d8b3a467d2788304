using System.Globalization;
using Spade.Rehearsal.Load.Clients;

namespace Spade.Rehearsal.Load.Requests;

/// <summary>Readers of events, as browsers are: after the end of a stream they continue from the last event that they have.</summary>
internal sealed class EventsRun(ClientPool clients, LoadClock clock, RequestRecorder recorder)
{
    /// <summary>A stream lasts as long as its document takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    // What Spade tells clients to wait after a stream that ended early.
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>Follows a document until it has ended; each stream is a request.</summary>
    internal async Task FollowAsync(Intent first, ClientKind client, string document, CancellationToken stop)
    {
        var last = 0L;
        for (var intent = first; ; intent = clock.Now())
        {
            var stream = new EventParser(last);
            var ask = new Ask("GET", $"/documents/{document}/events") { Headers = HeadersOf(last), OnBody = stream.Read };
            var exchange = await clients.AskAsync(client, ask, Patience, stop);
            recorder.Add(intent, Operation.Events, exchange, document, complaint: stream.Complaint);
            last = stream.Last;
            // 204: there is nothing to come. Other answers to the request itself do not change by asking again.
            if (stream.HasEnded || stream.Complaint is not null || exchange.Status is 204 or (>= 400 and < 500)
                || stop.IsCancellationRequested)
                return;
            await Task.Delay(ReconnectAfter, clock.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Dictionary<string, string> HeadersOf(long last) =>
        last == 0 ? [] : new() { ["Last-Event-ID"] = last.ToString(CultureInfo.InvariantCulture) };
}
