using Spade.Rehearsal.Connections;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Load.Clients;

/// <summary>A client for HTTP/1.1 on a raw socket: which connection carries a request, and how it ends, is what a restart is judged by.
/// HttpClient would repeat a request whose kept connection was closed, and so hide the failure.</summary>
internal sealed class RawClient(string name, bool keepsAlive, LoadServer server, TimeProvider time) : ILoadClient, IDisposable
{
    private RawConnection? _connection;

    public async Task<Exchange> AskAsync(Ask ask, TimeSpan patience, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        // Nothing has been sent yet, so a connection that has ended meanwhile costs no request: any client would open another.
        if (_connection is { HasEnded: true })
            Close();
        var call = new RawAsk(ask, server, keepsAlive, time) { IsOnNewConnection = _connection is null };
        var (outcome, response, error) = await TryAsync(call, either.Token);
        var replica = _connection is { } used ? server.ReplicaOf?.Invoke(used.LocalPort) : null;
        if (!keepsAlive || response is null or { Closes: true })
            Close();
        return new Exchange
        {
            Client = name, Protocol = "1.1", IsOnNewConnection = call.IsOnNewConnection, SentAt = call.SentAt, Outcome = outcome,
            Status = response?.Status, Headers = response?.Headers ?? new Dictionary<string, string>(), Body = response?.Body ?? [],
            Replica = replica, ToldToClose = keepsAlive ? response?.Closes : null, Error = error,
        };
    }

    public void Dispose() => Close();

    private async Task<(RequestOutcome Outcome, RawResponse? Response, string? Error)> TryAsync(RawAsk call,
        CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await RawConnection.ConnectAsync(server.Address, cancellationToken);
            return (RequestOutcome.Answered, await call.ExchangeAsync(_connection, cancellationToken), null);
        }
        catch (Exception exception)
        {
            // What is no failure of a connection, such as an invalid certificate, is no HTTP either.
            return (Failures.KindOf(exception) ?? RequestOutcome.Garbled, null, exception.Message);
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
