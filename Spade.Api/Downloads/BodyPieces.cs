namespace Spade.Api.Downloads;

/// <summary>Sends a body piece by piece.</summary>
internal static class BodyPieces
{
    /// <summary>Waits for a slow client after each piece, which bounds the memory.</summary>
    public static async Task SendAsync(
        this HttpResponse response, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        await foreach (var piece in pieces)
        {
            if (piece.IsEmpty)
                continue;
            var sent = await response.BodyWriter.WriteAsync(piece, cancellationToken);
            // The client has gone away.
            if (sent.IsCompleted)
                return;
        }
    }
}
