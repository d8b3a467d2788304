namespace Spade.Tests.Load;

/// <summary>What a load client asks for.</summary>
internal interface ILoadRequest
{
    /// <summary>Sends one request.</summary>
    /// <param name="connection">Where it goes.</param>
    /// <param name="last">Whether to say that no other request follows on this connection.</param>
    /// <param name="cancellationToken">Patience is over.</param>
    Task SendAsync(RawConnection connection, bool last, CancellationToken cancellationToken);

    /// <summary>Looks at an answer that says yes.</summary>
    void Accept(RawResponse response);
}
