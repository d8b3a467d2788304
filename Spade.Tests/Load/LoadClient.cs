using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.Connections;
using Spade.Rehearsal.History;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Load;

/// <summary>A well-behaved client that sends requests in a loop, never repeats a failed one, and records every outcome.</summary>
internal sealed class LoadClient(
    string name, ILoadRequest request, bool keepAlive, LoadServer server, TimeSpan patience, FleetJournal journal) : IDisposable
{
    private RawConnection? _connection;

    /// <summary>Runs until stopped; a request in flight is finished first.</summary>
    public async Task RunAsync(TimeSpan thinkTime, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await AskAsync();
            await Pause.ForAsync(thinkTime, stop);
        }
    }

    public void Dispose() => Close();

    private async Task AskAsync()
    {
        var started = TimeProvider.System.GetUtcNow();
        var clock = TimeProvider.System.GetTimestamp();
        Outcome outcome;
        string? detail = null;
        var reusable = false;
        try
        {
            var response = await ExchangeAsync();
            outcome = new Outcome(RequestOutcome.Answered, response.Status);
            detail = outcome.Failed ? Encoding.UTF8.GetString(response.Body) : null;
            reusable = keepAlive && !response.Closes;
        }
        catch (Exception exception) when (Failures.KindOf(exception) is { } kind)
        {
            outcome = new Outcome(kind);
            detail = exception.Message;
        }

        var member = _connection is { } connection ? server.MemberOf?.Invoke(connection.LocalPort) : null;
        journal.Add(new RequestRecord(name, started, TimeProvider.System.GetElapsedTime(clock), outcome, member, detail));
        if (!reusable)
            Close();
    }

    private async Task<RawResponse> ExchangeAsync()
    {
        using var limit = new CancellationTokenSource(patience);
        // Nothing has been sent yet, so a connection that has ended meanwhile costs no request: any client would open another.
        if (_connection is { HasEnded: true })
            Close();
        _connection ??= await ConnectAsync(limit.Token);
        var response = await ExchangeAsync(_connection, limit.Token);
        if (response.Status is >= 200 and < 300)
            request.Accept(response);
        return response;
    }

    /// <summary>A response may arrive before the whole request is sent, and counts even when the rest cannot be sent.</summary>
    private async Task<RawResponse> ExchangeAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await request.SendAsync(connection, last: !keepAlive, cancellationToken);
        }
        catch (SocketException cut)
        {
            try
            {
                return await connection.ReadResponseAsync(cancellationToken);
            }
            catch (BrokenAnswerException)
            {
                throw cut;
            }
        }

        return await connection.ReadResponseAsync(cancellationToken);
    }

    private async Task<RawConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await RawConnection.ConnectAsync(server.Address, cancellationToken);
        journal.AddConnection();
        return connection;
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
