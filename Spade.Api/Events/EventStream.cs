using Microsoft.AspNetCore.Http.Features;
using Spade.Documents.Documents;

namespace Spade.Api.Events;

/// <summary>A response that follows a document.</summary>
internal sealed class EventStream(EventFeed feed, DocumentView document, long after) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // When the stream ends because this process stops, the client must not reconnect to it. HTTP/2 has no such header: its next
        // request gets a GOAWAY frame with the answer.
        if (HttpProtocol.IsHttp11(httpContext.Request.Protocol) || HttpProtocol.IsHttp10(httpContext.Request.Protocol))
            response.Headers.Connection = "close";
        // nginx collects a response otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        try
        {
            await feed.FollowAsync(document, after, new EventWriter(response.BodyWriter), httpContext);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // A client that has seen enough hangs up.
        }
        catch (OperationCanceledException)
        {
            // This process stops and the client does not read. It continues from the last event that it has.
            httpContext.Abort();
        }
    }
}
