using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;

namespace Aspire.Hosting.Run.Network.Balancer;

/// <summary>The address of a service: does on a loopback port what a Service does in Kubernetes.</summary>
/// <remarks>A new connection goes to a ready replica, the one with the fewest. It stays there whatever becomes of that replica's
/// readiness. While no replica is ready, connections are refused.</remarks>
internal sealed class ServiceBalancer(PortClaim claim) : IDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<BalancedConnection, bool> _connections = new();
    private ImmutableList<BalancerMember> _members = [];
    private Socket? _listener;
    private int _turn;
    private volatile bool _isDisposed;

    /// <summary>Port that clients connect to.</summary>
    internal int Port => claim.Port;

    /// <summary>Replicas that get new connections.</summary>
    internal int Ready => _members.Count;

    /// <summary>From here on the replica gets new connections.</summary>
    internal void Join(BalancerMember member)
    {
        lock (_lock)
        {
            if (_isDisposed || _members.Contains(member))
                return;
            _members = _members.Add(member);
            if (_listener is null)
                Open();
        }
    }

    /// <summary>From here on the replica gets no new connections; those that it has stay.</summary>
    internal void Leave(BalancerMember member)
    {
        lock (_lock)
        {
            _members = _members.Remove(member);
            if (_members.IsEmpty)
                Close();
        }
    }

    /// <summary>Resets every connection and lets go of the port.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _members = [];
            Close();
        }

        foreach (var connection in _connections.Keys)
            connection.Reset();
        claim.Dispose();
    }

    private void Open()
    {
        var listener = _listener = claim.Listen();
        _ = Task.Run(() => AcceptAsync(listener));
    }

    private void Close()
    {
        if (_listener is { } listener)
            claim.Close(listener);
        _listener = null;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptAsync());
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument or SocketError.Interrupted })
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionAborted)
            {
                // A client that gave up while it waited.
            }
            catch (SocketException)
            {
                // Too many open files: soon there may be fewer, and asking again at once would only take the processor.
                await Task.Delay(AcceptPause);
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        if (await ConnectAsync() is not var (member, replica))
        {
            BalancedConnection.Reset(client);
            return;
        }

        var connection = new BalancedConnection(client, replica);
        _connections[connection] = true;
        try
        {
            client.NoDelay = true;
            // Either the end of the balancer finds the connection, or it is seen here.
            if (_isDisposed)
                connection.Reset();
            await connection.PipeAsync();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client had gone before it could be served.
        }
        finally
        {
            client.Dispose();
            replica.Dispose();
            _connections.TryRemove(connection, out _);
            member.Disconnected();
        }
    }

    /// <summary>A replica that cannot be reached has just ended, and nothing has been said to it yet: the next one does as well.</summary>
    private async Task<(BalancerMember, Socket)?> ConnectAsync()
    {
        foreach (var member in Candidates())
        {
            if (await member.TryConnectAsync() is { } socket)
                return (member, socket);
        }

        return null;
    }

    /// <summary>Those with the fewest connections first; among equals in turn.</summary>
    private List<BalancerMember> Candidates()
    {
        var members = _members;
        var turn = (uint)Interlocked.Increment(ref _turn);
        return [.. members.Select((member, index) => (Member: member, Place: (index + turn) % members.Count))
            .OrderBy(entry => entry.Member.Connections).ThenBy(entry => entry.Place).Select(entry => entry.Member)];
    }
}
