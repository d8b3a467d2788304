using System.Buffers;
using System.Net.Sockets;
using Spade.Rehearsal.Connections;

namespace Spade.Rehearsal.Balancing;

/// <summary>A client's connection joined to a member's. It passes on bytes, half-closes and resets, without a time limit.</summary>
internal sealed class BalancedConnection(Socket client, Socket member)
{
    // Small, so that a receiver that does not read blocks the sender, as it would without a balancer.
    private const int BufferSize = 32 * 1024;

    private volatile bool _isReset;

    /// <summary>Completes when both directions have ended.</summary>
    internal async Task PipeAsync()
    {
        await Task.WhenAll(CopyAsync(client, member), CopyAsync(member, client));
        if (_isReset)
            Reset();
        client.Dispose();
        member.Dispose();
    }

    /// <summary>Resets both connections at once.</summary>
    internal void Reset()
    {
        _isReset = true;
        SocketEnd.Reset(client);
        SocketEnd.Reset(member);
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is > 0 and var count)
            {
                if (!await TrySendAsync(to, buffer.AsMemory(0, count)))
                    return;
            }

            if (!_isReset)
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

    /// <summary>False when the receiver is gone. Bytes it sent earlier can still be read, so the other direction goes on.</summary>
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
            _isReset = true;
            return false;
        }
    }
}
