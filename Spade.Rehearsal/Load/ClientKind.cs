namespace Spade.Rehearsal.Load;

/// <summary>A kind of connection.</summary>
internal enum ClientKind
{
    /// <summary>HTTP/1.1; the connection is kept for as long as the server allows.</summary>
    KeepAlive,

    /// <summary>HTTP/1.1, a connection for each request.</summary>
    Fresh,

    /// <summary>HTTP/2, many requests on a connection. A target that does not speak it gets <see cref="KeepAlive"/> instead.</summary>
    Http2,
}
