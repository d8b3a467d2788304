using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Connections;

/// <summary>Reads one response from a connection and reports exactly where it broke off.</summary>
internal sealed class RawResponseReader(RawConnection connection, Action<ReadOnlySpan<byte>>? onBody = null)
{
    private const int MaxBlock = 16 * 1024;

    private ReadOnlyMemory<byte> _rest;
    private bool _begun;

    public async Task<RawResponse> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = StatusOf(await LineAsync(cancellationToken));
            var headers = await HeadersAsync(cancellationToken);
            // Skips interim 1xx responses.
            if (status < 200)
                continue;
            var (body, untilEnd) = await BodyAsync(status, headers, cancellationToken);
            var closes = untilEnd || headers.GetValueOrDefault("Connection", "").Contains("close", StringComparison.OrdinalIgnoreCase);
            return new RawResponse(status, headers, body, closes);
        }
    }

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line.Length >= 12
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new BrokenAnswerException(RequestOutcome.Garbled, $"No status line: '{line}'");

    private async Task<Dictionary<string, string>> HeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                throw new BrokenAnswerException(RequestOutcome.Garbled, $"No header: '{line}'");
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private async Task<(byte[] Body, bool UntilEnd)> BodyAsync(
        int status, Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        if (status is 204 or 304)
            return ([], false);
        if (headers.GetValueOrDefault("Transfer-Encoding", "").Equals("chunked", StringComparison.OrdinalIgnoreCase))
            await ChunksAsync(body, cancellationToken);
        else if (headers.TryGetValue("Content-Length", out var length))
            await BytesAsync(body, Number(length, NumberStyles.None), cancellationToken);
        else
            return (await ToEndAsync(body, cancellationToken), true);
        return (body.ToArray(), false);
    }

    private async Task ChunksAsync(MemoryStream body, CancellationToken cancellationToken)
    {
        while (Number((await LineAsync(cancellationToken)).Split(';')[0], NumberStyles.AllowHexSpecifier) is var size and > 0)
        {
            await BytesAsync(body, size, cancellationToken);
            await LineAsync(cancellationToken);
        }

        while ((await LineAsync(cancellationToken)).Length > 0)
        {
            // Trailers are ignored.
        }
    }

    private async Task BytesAsync(MemoryStream body, long count, CancellationToken cancellationToken)
    {
        for (; count > 0; count -= await TakeAsync(body, (int)Math.Min(count, MaxBlock), cancellationToken))
        {
        }
    }

    private async Task<int> TakeAsync(MemoryStream body, int atMost, CancellationToken cancellationToken)
    {
        if (_rest.IsEmpty)
            await FillAsync(cancellationToken);
        var bytes = _rest[..Math.Min(atMost, _rest.Length)];
        _rest = _rest[bytes.Length..];
        Add(body, bytes);
        return bytes.Length;
    }

    private async Task<byte[]> ToEndAsync(MemoryStream body, CancellationToken cancellationToken)
    {
        Add(body, _rest);
        while (await ReceiveAsync(cancellationToken) is { IsEmpty: false } bytes)
            Add(body, bytes);
        return body.ToArray();
    }

    private void Add(MemoryStream body, ReadOnlyMemory<byte> bytes)
    {
        body.Write(bytes.Span);
        onBody?.Invoke(bytes.Span);
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        using var line = new MemoryStream();
        int end;
        while ((end = _rest.Span.IndexOf((byte)'\n')) < 0)
        {
            line.Write(_rest.Span);
            await FillAsync(cancellationToken);
        }

        line.Write(_rest.Span[..end]);
        _rest = _rest[(end + 1)..];
        return Encoding.ASCII.GetString(line.ToArray()).TrimEnd('\r');
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _rest = await ReceiveAsync(cancellationToken);
        if (_rest.IsEmpty)
            throw new BrokenAnswerException(_begun ? RequestOutcome.Cut : RequestOutcome.Unanswered, "The connection was closed.");
        _begun = true;
    }

    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadAsync(MaxBlock, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new BrokenAnswerException(_begun ? RequestOutcome.Cut : RequestOutcome.Reset, exception.Message, exception);
        }
    }

    private static long Number(string text, NumberStyles style) => long.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new BrokenAnswerException(RequestOutcome.Garbled, $"No length: '{text}'");
}
