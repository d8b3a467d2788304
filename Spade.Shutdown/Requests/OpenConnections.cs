using Microsoft.AspNetCore.Connections;
using Spade.Shutdown.InFlight;

namespace Spade.Shutdown.Requests;

/// <summary>The connections that the server still reads from. Kestrel ends silent ones itself when it stops, but not one on which half a
/// request has come: its heartbeat, which would time it out, stops first, so that one such connection pins a stop to its limit.</summary>
internal sealed class OpenConnections(TimeProvider time)
{
    private readonly WorkSet<OpenConnection> _connections = new(time);

    /// <summary>Kestrel's connection middleware.</summary>
    public async Task TrackAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var connection = new OpenConnection(context);
        _connections.Add(connection);
        context.Features.Set(connection);
        try
        {
            // Ends when no more requests are read. Answers may still be on their way to a slow reader then: Kestrel waits for those.
            await next(context);
        }
        finally
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>Waits until there are none; false when the time is up first.</summary>
    public Task<bool> WaitForNoneAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _connections.WaitForNoneAsync(limit, cancellationToken);

    /// <summary>Breaks every connection on which no request is in flight and returns how many there were.</summary>
    public int CutIdle()
    {
        var idle = _connections.Snapshot().Where(connection => !connection.IsBusy).ToList();
        idle.ForEach(connection => connection.Cut());
        return idle.Count;
    }
}
