using System.Collections.Concurrent;
using System.Globalization;

namespace Spade.Rehearsal.Load.Clients;

/// <summary>The clients of a run. A request takes a free client of its kind, or makes one.</summary>
internal sealed class ClientPool(LoadServer server, bool hasHttp2, TimeProvider time) : IDisposable
{
    /// <summary>So many connections are kept even at a rate that one could carry: a restart meets connections of every age.</summary>
    private const int FewestKept = 16;

    // The one that has been idle longest comes first: it is the likeliest to be closed at the moment it is used.
    private readonly ConcurrentQueue<RawClient> _idle = new();
    private readonly ConcurrentBag<RawClient> _kept = [];
    private readonly Http2Client _http2 = new(server, time);
    private int _freshClients;
    private int _keptClients;

    /// <summary>Makes a request with a client of this kind.</summary>
    internal async Task<Exchange> AskAsync(ClientKind kind, Ask ask, TimeSpan patience, CancellationToken stop)
    {
        if (kind == ClientKind.Http2 && hasHttp2)
            return await _http2.AskAsync(ask, patience, stop);
        if (kind == ClientKind.Fresh)
        {
            using var fresh = new RawClient(NameOf(kind, ref _freshClients), keepsAlive: false, server, time);
            return await fresh.AskAsync(ask, patience, stop);
        }

        var client = Take();
        var exchange = await client.AskAsync(ask, patience, stop);
        _idle.Enqueue(client);
        return exchange;
    }

    public void Dispose()
    {
        _http2.Dispose();
        foreach (var client in _kept)
            client.Dispose();
    }

    private RawClient Take()
    {
        if (Volatile.Read(ref _keptClients) >= FewestKept && _idle.TryDequeue(out var idle))
            return idle;
        var client = new RawClient(NameOf(ClientKind.KeepAlive, ref _keptClients), keepsAlive: true, server, time);
        _kept.Add(client);
        return client;
    }

    private static string NameOf(ClientKind kind, ref int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{LoadWords.WordOf(kind)} {Interlocked.Increment(ref count)}");
}
