using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Spade.Rehearsal.Connections;

namespace Spade.Rehearsal.Balancing;

/// <summary>Does on a loopback port what a Kubernetes Service does with kube-proxy: a new connection goes to the next ready member, an
/// existing one stays where it is even when its member is no longer ready, and without a ready member it is refused.</summary>
internal sealed class TcpBalancer : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<BalancedConnection, Task> _connections = new();
    private readonly ConcurrentDictionary<int, string> _memberByClientPort = new();
    private readonly List<Task> _probes = [];
    private readonly ProbeSettings _settings;
    private readonly Task _accepting;
    private ImmutableList<BalancerMember> _members = [];
    private int _turn;

    private TcpBalancer(ProbeSettings settings)
    {
        _settings = settings;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
        Address = new Uri($"http://{_listener.LocalEndPoint}");
        // A test runner has a synchronization context with few threads.
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The address that clients connect to.</summary>
    public Uri Address { get; }

    public IReadOnlyList<BalancerMember> Members => _members;

    /// <summary>How many connections are open now.</summary>
    public int OpenConnections => _connections.Count;

    public static TcpBalancer Start(ProbeSettings? settings = null) => new(settings ?? ProbeSettings.Default);

    /// <summary>Adds a member; it gets connections once it is ready.</summary>
    /// <param name="address">Where its connections go.</param>
    /// <param name="name">Its name; null for its address.</param>
    /// <param name="probed">Where its readiness is asked for, by HTTP/1.1; null for <paramref name="address"/>.</param>
    public BalancerMember Add(Uri address, string? name = null, Uri? probed = null)
    {
        var member = new BalancerMember(name ?? address.Authority, address, probed ?? address, _settings);
        ImmutableInterlocked.Update(ref _members, members => members.Add(member));
        lock (_probes)
            _probes.Add(Task.Factory.StartNew(
                member.Probe, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return member;
    }

    /// <summary>Removes a member, as the deletion of its pod does: it gets no new connections, and its existing ones stay.</summary>
    public void Remove(BalancerMember member)
    {
        member.Remove();
        ImmutableInterlocked.Update(ref _members, members => members.Remove(member));
    }

    /// <summary>The member that serves, or served last, the client with this local port.</summary>
    public string? MemberOf(int clientPort) => _memberByClientPort.GetValueOrDefault(clientPort);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        var members = _members;
        foreach (var member in members)
            member.Remove();
        await Task.WhenAll(_probes);
        foreach (var connection in _connections.Keys)
            connection.Reset();
        await Task.WhenAll(_connections.Values);
        foreach (var member in members)
            member.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var member = await TryConnectAsync(client);
        if (member is null)
        {
            SocketEnd.Reset(client);
            return;
        }

        client.NoDelay = member.NoDelay = true;
        var connection = new BalancedConnection(client, member);
        var piping = connection.PipeAsync();
        _connections[connection] = piping;
        await piping;
        _connections.TryRemove(connection, out _);
    }

    /// <summary>Connects to the member whose turn it is. There is no second attempt elsewhere: a packet filter makes none either.</summary>
    private async Task<Socket?> TryConnectAsync(Socket client)
    {
        if (Next() is not { } member)
            return null;
        member.CountConnection();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A client that has reset its connection already has no address any more.
            _memberByClientPort[((IPEndPoint)client.RemoteEndPoint!).Port] = member.Name;
            await socket.ConnectAsync(member.EndPoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private BalancerMember? Next()
    {
        var ready = _members.FindAll(member => member.IsReady);
        return ready.IsEmpty ? null : ready[(int)((uint)Interlocked.Increment(ref _turn) % (uint)ready.Count)];
    }
}
