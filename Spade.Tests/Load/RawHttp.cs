using System.Runtime.CompilerServices;
using System.Text;
using Spade.Rehearsal.Connections;
using Spade.Rehearsal.History;
using Spade.Tests.Balancing;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Load;

/// <summary>Misbehaving clients. When a method returns, its client is connected and has sent the first part.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends half a request head and then nothing more.</summary>
    public static Task<RawCall> HalfSentHeadAsync(Uri server, TimeSpan limit) =>
        RawCall.StartAsync(server, limit, "GET /documents HTTP/1.1\r\nHost: 127.0.0.1\r\nAcc");

    /// <summary>Connects and sends nothing.</summary>
    public static Task<RawCall> SilentAsync(Uri server, TimeSpan limit) => RawCall.StartAsync(server, limit, "");

    /// <summary>Sends a whole request without a body and reads until the connection ends.</summary>
    public static Task<RawCall> GetAsync(Uri address, TimeSpan limit) => RawCall.StartAsync(address, limit, Get(address));

    /// <summary>Uploads a body of known length in small pieces spread over a time, and asks for the connection to be closed.</summary>
    public static Task<RawCall> SlowUploadAsync(Uri server, byte[] body, TimeSpan over, TimeSpan limit) => RawCall.StartAsync(
        server,
        limit,
        "POST /documents HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        + $"Content-Type: application/octet-stream\r\nContent-Length: {body.Length}\r\n\r\n",
        TrickleAsync(body, over));

    /// <summary>Uploads an endless body in chunks.</summary>
    public static Task<RawCall> EndlessUploadAsync(Uri server, byte[] first, TimeSpan limit) => RawCall.StartAsync(
        server,
        limit,
        "POST /documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n",
        EndlessAsync(first));

    /// <summary>Sends a GET request and reads the response slowly, to the end of the connection.</summary>
    public static Task<RawCall> SlowReaderAsync(Uri address, int bytesPerSecond, TimeSpan limit) =>
        RawCall.StartAsync(address, limit, Get(address), bytesPerSecond: bytesPerSecond);

    /// <summary>One request on a new connection; fails only when cancelled.</summary>
    public static async Task<Probe> ProbeAsync(Uri address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var at = TimeProvider.System.GetUtcNow();
        var started = TimeProvider.System.GetTimestamp();
        var (outcome, body) = await AskAsync(address, limit.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return new Probe(at, TimeProvider.System.GetElapsedTime(started), outcome, body);
    }

    /// <summary>One chunk of a chunked body.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private static string Get(Uri address) => $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    private static async Task<(Outcome Outcome, string Body)> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await RawConnection.ConnectAsync(address, cancellationToken);
            await connection.SendAsync(Get(address), cancellationToken);
            var response = await connection.ReadResponseAsync(cancellationToken);
            return (new Outcome(RequestOutcome.Answered, response.Status), Encoding.UTF8.GetString(response.Body));
        }
        catch (Exception exception) when (Failures.KindOf(exception) is { } kind)
        {
            return (new Outcome(kind), "");
        }
    }

    private static async IAsyncEnumerable<byte[]> TrickleAsync(
        byte[] body, TimeSpan over, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var steps = Math.Clamp((int)(over / Step), 1, body.Length);
        var sent = 0;
        var began = TimeProvider.System.GetTimestamp();
        for (var step = 1; step <= steps; step++)
        {
            // Relative to the start, so that late wake-ups on a busy machine do not add up.
            var wait = over * step / steps - TimeProvider.System.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
                await Pause.ForAsync(wait, cancellationToken);
            var until = (int)((long)body.Length * step / steps);
            yield return body[sent..until];
            sent = until;
        }
    }

    private static async IAsyncEnumerable<byte[]> EndlessAsync(
        byte[] first, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return Chunk(first);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Pause.ForAsync(Step, cancellationToken);
            // Kestrel rejects a body slower than 240 bytes a second.
            yield return Chunk(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("% and so on\n", 10))));
        }
    }
}
