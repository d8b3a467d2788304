using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.Connections;

namespace Spade.Rehearsal.Load.Clients;

/// <summary>One request on a raw connection.</summary>
internal sealed class RawAsk(Ask ask, LoadServer server, bool keepsAlive, TimeProvider time)
{
    internal bool IsOnNewConnection { get; init; }

    /// <summary>Timestamp of the first byte sent; null before.</summary>
    internal long? SentAt { get; private set; }

    /// <summary>Sends it and reads the response. One that arrives before the whole request is sent counts, even when the rest cannot be
    /// sent.</summary>
    internal async Task<RawResponse> ExchangeAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(connection, cancellationToken);
        }
        catch (SocketException cut)
        {
            try
            {
                return await connection.ReadResponseAsync(cancellationToken, ask.OnBody);
            }
            catch (BrokenAnswerException)
            {
                throw cut;
            }
        }

        return await connection.ReadResponseAsync(cancellationToken, ask.OnBody);
    }

    private async Task SendAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        SentAt = time.GetTimestamp();
        var isTrickled = ask.Trickle > TimeSpan.Zero;
        await connection.SendAsync(Head(isTrickled), cancellationToken);
        if (!isTrickled)
        {
            await connection.SendAsync(ask.Body, cancellationToken);
            return;
        }

        await foreach (var piece in TrickledBody.PiecesAsync(ask.Body, ask.Trickle, time, cancellationToken))
            await connection.SendAsync(Chunk(piece.Span), cancellationToken);
        await connection.SendAsync("0\r\n\r\n", cancellationToken);
    }

    private string Head(bool isChunked)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{ask.Method} {ask.Path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\n");
        foreach (var (header, value) in ask.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{header}: {value}\r\n");
        if (server.Key is { } key)
            head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {key}\r\n");
        if (ask.ContentType is { } type)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        if (isChunked)
            head.Append("Transfer-Encoding: chunked\r\n");
        else if (ask.ContentType is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {ask.Body.Length}\r\n");
        return head.Append(keepsAlive ? "\r\n" : "Connection: close\r\n\r\n").ToString();
    }

    private static byte[] Chunk(ReadOnlySpan<byte> bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];
}
