using System.Net;
using System.Runtime.CompilerServices;

namespace Spade.Rehearsal.Load.Clients;

/// <summary>A body that is sent in pieces over a time, as by a client on a slow line.</summary>
internal sealed class TrickledBody(byte[] body, TimeSpan over, TimeProvider time) : HttpContent
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>The pieces, each when it is due. The times are relative to the start, so that late wake-ups do not add up.</summary>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(
        byte[] body, TimeSpan over, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var steps = Math.Clamp((int)(over / Step), 1, Math.Max(1, body.Length));
        var began = time.GetTimestamp();
        for (var (step, sent) = (1, 0); step <= steps; step++)
        {
            if (over * step / steps - time.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
            var until = (int)((long)body.Length * step / steps);
            yield return body.AsMemory(sent..until);
            sent = until;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await foreach (var piece in PiecesAsync(body, over, time, cancellationToken))
        {
            await stream.WriteAsync(piece, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
