using Spade.Rehearsal.Scans;

namespace Spade.Rehearsal.Load;

/// <summary>What the clients of a rehearsal do.</summary>
internal sealed record LoadPlan
{
    /// <summary>Requests that start in a second, from 1 to 10,000: the checks want one in every second. Default 20: on two cores, with the
    /// system itself beside it, that keeps the workers busy and leaves the API headroom.</summary>
    public double Rate { get; init; } = 20;

    /// <summary>How long requests start; longer if a step is not over by then. Default 120 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Seed of every choice. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of each kind of request, as weights.</summary>
    public IReadOnlyDictionary<Operation, double> Mix { get; init; } = DefaultMix;

    /// <summary>Share of each kind of connection, as weights.</summary>
    public IReadOnlyDictionary<ClientKind, double> Clients { get; init; } = DefaultClients;

    /// <summary>Share of each sample among the uploads, as weights.</summary>
    public IReadOnlyDictionary<ScanSample, double> Documents { get; init; } = DefaultDocuments;

    /// <summary>How many requests may be in flight, events not counted; a request beyond that fails without being sent. Default
    /// 2,000.</summary>
    public int MaxInFlight { get; init; } = 2_000;

    /// <summary>Time limit of a request, from its start. Default 60 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a slow upload takes. Default 4 s: long enough to meet a stop, short enough to end within it.</summary>
    public TimeSpan Trickle { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a long poll waits for its document. Default 10 s.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads are cheap, uploads cost the workers a second of a core each.</summary>
    internal static IReadOnlyDictionary<Operation, double> DefaultMix { get; } = new Dictionary<Operation, double>
    {
        [Operation.List] = 45, [Operation.Text] = 40, [Operation.Wait] = 8, [Operation.Events] = 4,
        [Operation.Upload] = 1, [Operation.FormUpload] = 1, [Operation.SlowUpload] = 1,
    };

    internal static IReadOnlyDictionary<ClientKind, double> DefaultClients { get; } = new Dictionary<ClientKind, double>
    {
        [ClientKind.KeepAlive] = 60, [ClientKind.Fresh] = 30, [ClientKind.Http2] = 10,
    };

    internal static IReadOnlyDictionary<ScanSample, double> DefaultDocuments { get; } = new Dictionary<ScanSample, double>
    {
        [ScanSample.Small] = 80, [ScanSample.OnePage] = 12, [ScanSample.ThreePages] = 7, [ScanSample.TwentyPages] = 1,
    };
}
