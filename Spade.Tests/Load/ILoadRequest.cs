using Spade.Rehearsal.Connections;

namespace Spade.Tests.Load;

/// <summary>The kind of request that a load client sends.</summary>
internal interface ILoadRequest
{
    /// <summary>Sends one request.</summary>
    /// <param name="connection">The connection to send it on.</param>
    /// <param name="last">Whether to announce that no other request follows on this connection.</param>
    /// <param name="cancellationToken">Cancelled when the client's patience ends.</param>
    Task SendAsync(RawConnection connection, bool last, CancellationToken cancellationToken);

    /// <summary>Reads a successful response.</summary>
    void Accept(RawResponse response);
}
