using System.Net;
using System.Net.Sockets;
using System.Text;
using Spade.Tests.Balancing;

namespace Spade.Tests.Load;

/// <summary>One connection to a server on this machine that shows exactly how it ended. HttpClient repeats some requests by itself
/// and has one exception for most ways to fail.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        LocalPort = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public int LocalPort { get; }

    /// <summary>Whether an idle connection is no longer usable: closed, reset, or with unrequested bytes.</summary>
    public bool HasEnded => _start < _end || _socket.Poll(0, SelectMode.SelectRead);

    /// <param name="server">The server to connect to.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <param name="receiveBuffer">Bytes that the kernel buffers unread; 0 for its own choice, which holds a whole answer.</param>
    /// <exception cref="SocketException">No connection.</exception>
    public static async Task<RawConnection> ConnectAsync(Uri server, CancellationToken cancellationToken, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBuffer > 0)
                socket.ReceiveBufferSize = receiveBuffer;
            await socket.ConnectAsync(LoopbackEndPoint(server), cancellationToken);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>These clients load and break the server they talk to, so only this machine is allowed.</summary>
    public static IPEndPoint LoopbackEndPoint(Uri server) => server is { Scheme: "http", Host: "127.0.0.1" }
        ? new IPEndPoint(IPAddress.Loopback, server.Port)
        : throw new ArgumentException($"Only http://127.0.0.1 is allowed here, not {server}.", nameof(server));

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }

    /// <summary>Ends the sending direction; reading goes on.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    public void Reset() => BalancedConnection.Reset(_socket);

    /// <summary>Reads at most <paramref name="limit"/> bytes; empty at the end.</summary>
    /// <exception cref="SocketException">The connection was reset.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await _socket.ReceiveAsync(_buffer.AsMemory(0, Math.Min(limit, _buffer.Length)), SocketFlags.None, cancellationToken);
        }

        var bytes = _buffer.AsMemory(_start, Math.Min(limit, _end - _start));
        _start += bytes.Length;
        return bytes;
    }

    /// <summary>Reads one complete response.</summary>
    /// <exception cref="BrokenAnswerException">It did not arrive, or not completely.</exception>
    public Task<RawResponse> ReadResponseAsync(CancellationToken cancellationToken) =>
        new RawResponseReader(this).ReadAsync(cancellationToken);

    public void Dispose() => _socket.Dispose();
}
