using Spade.Rehearsal.Connections;

namespace Spade.Tests.Load;

/// <summary>A GET request.</summary>
internal sealed class GetRequest(string path) : ILoadRequest
{
    public Task SendAsync(RawConnection connection, bool last, CancellationToken cancellationToken) => connection.SendAsync(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(last ? "Connection: close\r\n" : "")}\r\n", cancellationToken);

    public void Accept(RawResponse response)
    {
        // Any complete successful response will do.
    }
}
