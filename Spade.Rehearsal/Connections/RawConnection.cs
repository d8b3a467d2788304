using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Spade.Rehearsal.Connections;

/// <summary>One connection that shows exactly how it ended. HttpClient repeats some requests by itself and has one exception for most ways
/// to fail.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Socket socket, SslStream? tls)
    {
        (_socket, _tls) = (socket, tls);
        LocalPort = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public int LocalPort { get; }

    /// <summary>Whether an idle connection is no longer usable: closed, reset, or with unrequested bytes.</summary>
    public bool HasEnded => _start < _end || _socket.Poll(0, SelectMode.SelectRead);

    /// <param name="server">The server to connect to; with <c>https</c> its certificate has to be valid.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <param name="receiveBuffer">Bytes that the kernel buffers unread; 0 for its own choice, which holds a whole answer.</param>
    /// <exception cref="SocketException">No connection.</exception>
    public static async Task<RawConnection> ConnectAsync(Uri server, CancellationToken cancellationToken, int receiveBuffer = 0)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBuffer > 0)
                socket.ReceiveBufferSize = receiveBuffer;
            await socket.ConnectAsync(new DnsEndPoint(server.IdnHost, server.Port), cancellationToken);
            return new RawConnection(socket, await SecureAsync(socket, server, cancellationToken));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    /// <exception cref="SocketException">The connection was reset.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_tls is not null)
        {
            await UnwrappedAsync(async () =>
            {
                await _tls.WriteAsync(bytes, cancellationToken);
                return 0;
            });
            return;
        }

        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }

    /// <summary>Ends the sending direction; reading goes on.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    public void Reset() => SocketEnd.Reset(_socket);

    /// <summary>Reads at most <paramref name="limit"/> bytes; empty at the end.</summary>
    /// <exception cref="SocketException">The connection was reset.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await ReceiveAsync(_buffer.AsMemory(0, Math.Min(limit, _buffer.Length)), cancellationToken);
        }

        var bytes = _buffer.AsMemory(_start, Math.Min(limit, _end - _start));
        _start += bytes.Length;
        return bytes;
    }

    /// <summary>Reads one complete response.</summary>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <param name="onBody">Gets each part of the body when it arrives; null to have it at the end only.</param>
    /// <exception cref="BrokenAnswerException">It did not arrive, or not completely.</exception>
    public Task<RawResponse> ReadResponseAsync(CancellationToken cancellationToken, Action<ReadOnlySpan<byte>>? onBody = null) =>
        new RawResponseReader(this, onBody).ReadAsync(cancellationToken);

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private static async Task<SslStream?> SecureAsync(Socket socket, Uri server, CancellationToken cancellationToken)
    {
        if (server.Scheme != Uri.UriSchemeHttps)
            return null;
        var tls = new SslStream(new NetworkStream(socket));
        var options = new SslClientAuthenticationOptions { TargetHost = server.IdnHost,
            ApplicationProtocols = [SslApplicationProtocol.Http11] };
        return await UnwrappedAsync(async () =>
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        });
    }

    private async Task<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _tls is null
        ? await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken)
        : await UnwrappedAsync(async () => await _tls.ReadAsync(buffer, cancellationToken));

    /// <summary>TLS hides the error of the socket inside others; callers tell outcomes apart by it.</summary>
    private static async Task<T> UnwrappedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (IOException exception)
        {
            throw exception.InnerException as SocketException ?? new SocketException((int)SocketError.ConnectionReset, exception.Message);
        }
    }
}
