using System.Buffers;
using System.Net.Sockets;

namespace Spade.Tests.Restarts.Rig;

/// <summary>A client's connection and the one to its member, joined: bytes, half-closes and resets go through as they come.</summary>
internal sealed class BalancedConnection(Socket client, Socket member)
{
    private const int BufferSize = 16 * 1024;

    private volatile bool _reset;

    /// <summary>Ends when both directions have.</summary>
    public async Task PipeAsync()
    {
        await Task.WhenAll(CopyAsync(client, member), CopyAsync(member, client));
        if (_reset)
            Reset();
        client.Dispose();
        member.Dispose();
    }

    /// <summary>Ends both connections with RST, at once.</summary>
    public void Reset()
    {
        _reset = true;
        Reset(client);
        Reset(member);
    }

    /// <summary>Closes a socket with RST: with a linger time of zero the kernel says no goodbye.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Gone already.
        }

        socket.Dispose();
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var count = await ReceiveAsync(from, buffer); count > 0; count = await ReceiveAsync(from, buffer))
            {
                if (!await TrySendAsync(to, buffer.AsMemory(0, count)))
                    return;
            }

            if (!_reset)
                to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            Reset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ValueTask<int> ReceiveAsync(Socket from, byte[] buffer) => from.ReceiveAsync(buffer.AsMemory(), SocketFlags.None);

    /// <returns>False when the receiver is gone. What it sent before is still to be read, so the other direction goes on to its end.</returns>
    private async Task<bool> TrySendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await to.SendAsync(bytes, SocketFlags.None)..];
            return true;
        }
        catch (SocketException)
        {
            _reset = true;
            return false;
        }
    }
}
