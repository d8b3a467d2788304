using System.Net;
using System.Net.Sockets;

namespace Spade.Tests.Load;

/// <summary>A server that runs a test's function on each connection and then closes it.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<StubConnection, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    private StubServer(Func<StubConnection, Task> serve)
    {
        _serve = serve;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://{_listener.LocalEndPoint}");
        _accepting = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    public int Connections => _connections;

    public static StubServer Start(Func<StubConnection, Task> serve) => new(serve);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
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

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        using (socket)
        {
            try
            {
                await _serve(new StubConnection(socket));
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                // The client or the test has ended it.
            }
        }
    }
}
