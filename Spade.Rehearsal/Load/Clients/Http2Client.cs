using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Load.Clients;

/// <summary>A client for HTTP/2 on the framework's handler, whose connections carry many requests. It repeats only what the protocol lets
/// every client repeat: streams that GOAWAY or REFUSED_STREAM says the server has not begun.</summary>
internal sealed class Http2Client : ILoadClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly LoadServer _server;
    private readonly TimeProvider _time;
    private int _connections;

    internal Http2Client(LoadServer server, TimeProvider time)
    {
        (_server, _time) = (server, time);
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync };
        _http = new HttpClient(handler)
        {
            BaseAddress = server.Http2Address ?? server.Address, Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether the server answers a request by HTTP/2: with TLS if it agrees to it, without if it expects it.</summary>
    internal async Task<bool> IsSpokenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var probe = await AskAsync(new Ask("GET", _server.Address.AbsolutePath), patience, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return probe.Outcome == RequestOutcome.Answered;
    }

    public async Task<Exchange> AskAsync(Ask ask, TimeSpan patience, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var before = Volatile.Read(ref _connections);
        var exchange = new Exchange { Client = "http/2 1", Protocol = "2", SentAt = _time.GetTimestamp(),
            Outcome = RequestOutcome.Answered };
        var hasBegun = false;
        try
        {
            using var request = RequestOf(ask);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            hasBegun = true;
            exchange = exchange with
            {
                IsOnNewConnection = Volatile.Read(ref _connections) > before,
                Status = (int)response.StatusCode,
                Headers = HeadersOf(response),
                Body = await BodyAsync(response, ask.OnBody, either.Token),
            };
            return exchange;
        }
        catch (Exception exception)
        {
            return exchange with { Outcome = OutcomeOf(exception, hasBegun), Status = null, Body = [], Error = exception.Message };
        }
    }

    public void Dispose() => _http.Dispose();

    private static RequestOutcome OutcomeOf(Exception exception, bool hasBegun) => exception switch
    {
        OperationCanceledException => RequestOutcome.TimedOut,
        _ when hasBegun => RequestOutcome.Cut,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            RequestOutcome.Refused,
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError } =>
            RequestOutcome.Unanswered,
        HttpRequestException { InnerException: IOException or SocketException } => RequestOutcome.Reset,
        _ => RequestOutcome.Garbled,
    };

    private static async Task<byte[]> BodyAsync(
        HttpResponseMessage response, Action<ReadOnlySpan<byte>>? onBody, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            body.Write(buffer, 0, count);
            onBody?.Invoke(buffer.AsSpan(0, count));
        }

        return body.ToArray();
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    private HttpRequestMessage RequestOf(Ask ask)
    {
        // The client's default version is not that of requests that are made by hand.
        var request = new HttpRequestMessage(new HttpMethod(ask.Method), ask.Path)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (header, value) in ask.Headers)
            request.Headers.TryAddWithoutValidation(header, value);
        if (_server.Key is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (ask.ContentType is not { } type)
            return request;
        request.Content = ask.Trickle > TimeSpan.Zero ? new TrickledBody(ask.Body, ask.Trickle, _time) : new ByteArrayContent(ask.Body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            Interlocked.Increment(ref _connections);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
