using Microsoft.AspNetCore.Http;

namespace Spade.Shutdown.Requests;

/// <summary>A request from its head to the last byte of its answer.</summary>
internal sealed class OpenRequest(HttpContext context, long began)
{
    public string Method { get; } = context.Request.Method;

    public string Path { get; } = context.Request.Path;

    /// <summary>Timestamp of its beginning.</summary>
    public long Began => began;

    /// <summary>Cancels the request's token and breaks its connection.</summary>
    public void Abort()
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in this very moment.
        }
    }
}
