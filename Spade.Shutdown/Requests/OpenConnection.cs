using Microsoft.AspNetCore.Connections;

namespace Spade.Shutdown.Requests;

/// <summary>One connection of the server; also a feature of the requests on it.</summary>
internal sealed class OpenConnection(ConnectionContext context)
{
    private int _requests;

    /// <summary>True while a request on it is in flight.</summary>
    public bool IsBusy => Volatile.Read(ref _requests) > 0;

    public void RequestBegins() => Interlocked.Increment(ref _requests);

    public void RequestEnds() => Interlocked.Decrement(ref _requests);

    public void Cut() => context.Abort(
        new ConnectionAbortedException("The service is stopping, and no complete request has arrived on this connection."));
}
