using Spade.Rehearsal.Scans;

namespace Spade.Tests.Load;

/// <summary>The clients of a <see cref="ClientFleet"/> and what they do.</summary>
/// <param name="KeepAlive">Clients that keep one connection for as long as the server allows.</param>
/// <param name="Fresh">Clients that open a connection for every request.</param>
/// <param name="Uploads">Clients that upload scans: in turn as the raw body, as a form, and trickled in chunks.</param>
internal sealed record LoadPlan(int KeepAlive, int Fresh, int Uploads)
{
    /// <summary>The path that the clients without uploads request.</summary>
    public string Path { get; init; } = "/documents?limit=1";

    /// <summary>Time from the end of a request to the client's next one.</summary>
    public TimeSpan ThinkTime { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The same for clients that upload: their documents take a worker's time.</summary>
    public TimeSpan UploadThinkTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a trickled upload takes.</summary>
    public TimeSpan Trickle { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A response has to be complete within this time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Makes the next file to upload.</summary>
    public Func<byte[]> Scan { get; init; } = UniqueScan.Png;

    /// <summary>Makes the next file to trickle: large enough that Kestrel sends no 408 when a busy machine delays the client.</summary>
    public Func<byte[]> TrickledScan { get; init; } = UniqueScan.LargePng;
}
