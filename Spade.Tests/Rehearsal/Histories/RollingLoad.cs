using Spade.Rehearsal.History;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Histories;

/// <summary>The load of <see cref="RollingRestart"/>: each request goes to a replica that serves, and every document completes.</summary>
internal sealed class RollingLoad
{
    private static readonly (string Client, string Operation, double Milliseconds)[] Mix =
    [
        ("keep-alive", "list", 9), ("uploader", "upload", 24), ("fresh", "text", 12), ("poller", "wait", 900),
        ("slow uploader", "slow upload", 1800),
        ("keep-alive", "list", 8), ("reader", "events", 2400), ("http2", "text", 7),
    ];

    private readonly Random _random = new(20270301);

    public RollingLoad(int perSecond)
    {
        var count = (int)(RollingRestart.Seconds * perSecond);
        Requests = [.. Enumerable.Range(0, count).Select(index => Request(index, perSecond))];
        Accepted =
        [
            .. from request in Requests
               where request.Document is not null && request.Operation.Contains("upload", StringComparison.Ordinal)
               select new AcceptedEntry(request.Document!, request.Number, IsNew: true, $"{request.Number:x64}", "letter.png", Pages: 2),
        ];
        Reads = [.. Accepted.Select(accepted => new ReadEntry(accepted.Document, "completed", null, PagesDone: 2, CharacterErrors: 0.004))];
        Stored = [.. Accepted.Select(Row)];
    }

    public static string[] Clients => [.. Mix.Select(client => client.Client).Distinct()];

    public IReadOnlyList<RequestEntry> Requests { get; }

    public IReadOnlyList<AcceptedEntry> Accepted { get; }

    public IReadOnlyList<ReadEntry> Reads { get; }

    public IReadOnlyList<StoredEntry> Stored { get; }

    private RequestEntry Request(int index, int perSecond)
    {
        var second = (double)index / perSecond;
        var (client, operation, typical) = Mix[index % Mix.Length];
        var slowness = second is > 23.4 and < 26 or > 37 and < 39 or > 66 and < 76 ? 2.2 : 1;
        var took = typical * slowness * (0.8 + (0.5 * _random.NextDouble()) + (_random.Next(40) == 0 ? 3 : 0));
        var isUpload = operation.Contains("upload", StringComparison.Ordinal);
        return new RequestEntry(
            index + 1, $"{client} {1 + (index / Mix.Length % 4)}", operation, client == "http2" ? "2" : "1.1",
            IsOnNewConnection: client == "fresh", At(second), TimeSpan.FromMilliseconds(0.3), TimeSpan.FromMilliseconds(took),
            RequestOutcome.Answered, isUpload ? 202 : 200, Document: isUpload ? $"d{index + 1:x7}" : null,
            Replica: ReplicaAt(second, index), ToldToClose: second is > 16.2 and < 23.4 or > 29.7 and < 37.1);
    }

    /// <summary>During a lame duck one request in sixteen still goes to the replica that stops: its balancer lags.</summary>
    private static string ReplicaAt(double second, int index)
    {
        var isEven = index / Mix.Length % 2 == 0;
        return second switch
        {
            < 11.1 => isEven ? "spade-api-1" : "spade-api-2",
            < 21 when index % 16 == 0 => "spade-api-1",
            < 24.6 => isEven ? "spade-api-2" : "spade-api-3",
            < 34.5 when index % 16 == 0 => "spade-api-2",
            _ => isEven ? "spade-api-1" : "spade-api-3",
        };
    }

    private static StoredEntry Row(AcceptedEntry accepted, int index)
    {
        List<Handover> handedOver = [];
        if (index == 3)
            handedOver.Add(new Handover(At(71.95), "spade-worker-1", "spade-worker-3"));
        if (index == 4)
            handedOver.Add(new Handover(At(75.1), "spade-worker-2", "spade-worker-1"));
        return new StoredEntry(
            accepted.Document, accepted.Content, "completed", ErrorType: null, "completed", Failures: 0,
            Interruptions: handedOver.Count, PagesTotal: 2,
            PageBegins: [1, 1], handedOver);
    }
}
