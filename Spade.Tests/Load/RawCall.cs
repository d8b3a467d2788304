using System.Net.Sockets;
using System.Text;
using Spade.Tests.Balancing;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Load;

/// <summary>An awkward client at work: connected, and doing its part until the server ends it or its time is over.</summary>
internal sealed class RawCall : IAsyncDisposable
{
    // Less than one segment of the loopback device would stall the sender by itself.
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

    /// <summary>What it got in the end; never fails.</summary>
    public Task<RawEnding> Ending { get; private set; } = null!;

    /// <summary>How many bytes of a body were sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>True once a byte of an answer has come.</summary>
    public bool HasBegun => _firstByteAt is not null;

    /// <summary>Connects, sends what comes first, and goes on in the background.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="limit">How long it goes on at most.</param>
    /// <param name="head">Sent before this returns.</param>
    /// <param name="send">What it sends from then on, block by block.</param>
    /// <param name="bytesPerSecond">How fast it reads; as fast as it can when zero.</param>
    internal static async Task<RawCall> StartAsync(
        Uri server, TimeSpan limit, string head, IAsyncEnumerable<byte[]>? send = null, int bytesPerSecond = 0)
    {
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
        // Awaited however the reading ended: what it has sent is counted when its last send returns.
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

    /// <returns>False when sending failed on a reset: the kernel tells of one once, and then the reader sees a plain end.</returns>
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
