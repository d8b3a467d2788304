using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.Connections;
using Spade.Tests.Balancing;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Load;

/// <summary>A misbehaving client: connected, and active until the server ends the connection or its time is over.</summary>
internal sealed class RawCall : IAsyncDisposable
{
    // With less than one segment of the loopback device the sender would stall for another reason.
    private const int SlowReceiveBuffer = 128 * 1024;

    private readonly RawConnection _connection;
    private readonly CancellationTokenSource _limit;
    private readonly StringBuilder _received = new();
    private DateTimeOffset? _firstByteAt;
    private long _sent;

    private RawCall(RawConnection connection, TimeSpan limit)
    {
        _connection = connection;
        _limit = new CancellationTokenSource(limit);
    }

    /// <summary>How the connection ended; never fails.</summary>
    public Task<RawEnding> Ending { get; private set; } = null!;

    /// <summary>How many bytes of a body have been sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>True once a byte of a response has arrived.</summary>
    public bool HasBegun => _firstByteAt is not null;

    /// <summary>Connects, sends the head, and continues in the background.</summary>
    /// <param name="server">The server to connect to.</param>
    /// <param name="limit">How long it runs at most.</param>
    /// <param name="head">Sent before this returns.</param>
    /// <param name="send">The blocks that it sends afterwards.</param>
    /// <param name="bytesPerSecond">How fast it reads; zero for no limit.</param>
    internal static async Task<RawCall> StartAsync(
        Uri server, TimeSpan limit, string head, IAsyncEnumerable<byte[]>? send = null, int bytesPerSecond = 0)
    {
        LoopbackAddress.EndPointOf(server);
        var receiveBuffer = bytesPerSecond == 0 ? 0 : SlowReceiveBuffer;
        var call = new RawCall(await RawConnection.ConnectAsync(server, CancellationToken.None, receiveBuffer), limit);
        await call._connection.SendAsync(head, call._limit.Token);
        call.Ending = Task.Run(() => call.RunAsync(send, bytesPerSecond));
        return call;
    }

    public async ValueTask DisposeAsync()
    {
        await _limit.CancelAsync();
        await Ending;
        _connection.Dispose();
        _limit.Dispose();
    }

    private async Task<RawEnding> RunAsync(IAsyncEnumerable<byte[]>? send, int bytesPerSecond)
    {
        var sending = send is null ? Task.CompletedTask : SendAsync(send);
        var end = await ReadAsync(bytesPerSecond);
        var at = TimeProvider.System.GetUtcNow();
        await _limit.CancelAsync();
        // Awaited even after an error: the bytes sent are only complete when the last send has returned.
        var wasSending = await TrySendingAsync(sending);
        var reset = end == ConnectionEnd.Eof && !wasSending;
        return new RawEnding(_received.ToString(), reset ? ConnectionEnd.Reset : end, at, _firstByteAt, Sent);
    }

    private async Task<ConnectionEnd> ReadAsync(int bytesPerSecond)
    {
        const int steps = 10;
        var block = bytesPerSecond == 0 ? int.MaxValue : Math.Max(1, bytesPerSecond / steps);
        try
        {
            while (await _connection.ReadAsync(block, _limit.Token) is { IsEmpty: false } bytes)
            {
                _firstByteAt ??= TimeProvider.System.GetUtcNow();
                _received.Append(Encoding.Latin1.GetString(bytes.Span));
                if (bytesPerSecond > 0)
                    await Pause.ForAsync(TimeSpan.FromSeconds(1.0 / steps), _limit.Token);
            }

            return ConnectionEnd.Eof;
        }
        catch (OperationCanceledException)
        {
            return ConnectionEnd.StillOpen;
        }
        catch (SocketException)
        {
            return ConnectionEnd.Reset;
        }
    }

    private async Task SendAsync(IAsyncEnumerable<byte[]> blocks)
    {
        await foreach (var block in blocks.WithCancellation(_limit.Token))
        {
            await _connection.SendAsync(block, _limit.Token);
            Interlocked.Add(ref _sent, block.Length);
        }
    }

    /// <returns>False when sending failed with a reset. The kernel reports a reset once, so the reader then sees a plain end.</returns>
    private static async Task<bool> TrySendingAsync(Task sending)
    {
        try
        {
            await sending;
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
