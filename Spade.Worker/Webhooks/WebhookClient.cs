namespace Spade.Worker.Webhooks;

/// <summary>The HTTP client of webhooks. A receiver is not trusted: redirects are not followed, there are no cookies, and answers are
/// bounded.</summary>
internal sealed class WebhookClient(ReceiverConnections connections) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            ConnectCallback = connections.ConnectAsync,
            // A redirect leads to an address that was not checked when it was given.
            AllowAutoRedirect = false,
            UseCookies = false,
            // Behind a proxy the address that is connected to would be the proxy's, and none could be checked.
            UseProxy = false,
            // Receivers change their addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            // No span, and no trace context in the request: an address may hold a token, which does not belong in telemetry.
            ActivityHeadersPropagator = null,
        },
        disposeHandler: true);

    /// <summary>Sends a request and returns the status of the answer. Its body is not read.</summary>
    public async Task<int> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await _client.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    public void Dispose() => _client.Dispose();
}
