using System.Buffers;

namespace Spade.Api.Downloads;

/// <summary>Sends a body piece by piece.</summary>
internal static class BodyPieces
{
    /// <summary>Smaller pieces are sent together: three thousand short pages would take as many packets. Well below the bytes that Kestrel
    /// keeps for a slow client, 64 KiB.</summary>
    private const int LeastSent = 16 * 1024;

    /// <summary>Waits for a slow client again and again, which bounds the memory.</summary>
    public static async Task SendAsync(
        this HttpResponse response, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        var writer = response.BodyWriter;
        var (hasBegun, kept) = (false, 0);
        await foreach (var piece in pieces)
        {
            if (piece.IsEmpty)
                continue;
            // The first is sent at once. Until then an error could still be answered, and its answer would follow what is kept.
            if (hasBegun && kept + piece.Length < LeastSent)
            {
                writer.Write(piece.Span);
                kept += piece.Length;
                continue;
            }

            (hasBegun, kept) = (true, 0);
            var sent = await writer.WriteAsync(piece, cancellationToken);
            // The client has gone away.
            if (sent.IsCompleted)
                return;
        }
    }
}
