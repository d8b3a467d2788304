using Microsoft.Net.Http.Headers;
using Spade.Api.Problems;

namespace Spade.Api.Downloads;

/// <summary>A download whose bytes are the same each time: whole, one range of it, or only its headers for <c>HEAD</c>.</summary>
/// <param name="source">The bytes.</param>
/// <param name="contentType">Media type.</param>
/// <param name="eTag">A text that changes when the bytes do: content id and output.</param>
/// <param name="fileName">The name under which clients save it, without a path; null for none.</param>
/// <param name="modified">When the bytes last changed; null when that is not known.</param>
internal sealed class DownloadResult(
    IRangeSource source, string contentType, string eTag, string? fileName, DateTimeOffset? modified) : IResult
{
    /// <summary>Kept by the client alone, and checked by its entity tag before each use: a browser must not show a document after the
    /// person signed out, or after it was deleted.</summary>
    public const string CacheControl = "private, no-cache";

    /// <summary>True when browsers may show it; false, the default, when they have to save it.</summary>
    public bool Inline { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var validators = Validators.Of(eTag, modified);
        if (Answered(httpContext, validators) is { } answer)
            return answer;

        var headers = request.GetTypedHeaders();
        ByteRange? part = null;
        // For methods other than GET a range has no meaning.
        if (ByteRange.IsAskedFor(request) && validators.AllowRange(headers) && !ByteRange.TryRead(headers, source.Length, out part))
        {
            response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(source.Length);
            // What was said above holds for the download, not for the problem.
            response.Headers.CacheControl = "no-store";
            return ApiProblems.RangeNotSatisfiable(source.Length).ExecuteAsync(httpContext);
        }

        return SendAsync(httpContext, part);
    }

    /// <summary>Names the state of the download, and answers a request whose conditions need none of its bytes.</summary>
    /// <returns>Null when bytes have to be sent.</returns>
    public static Task? Answered(HttpContext context, Validators validators)
    {
        var (headers, response) = (context.Request.GetTypedHeaders(), context.Response);
        if (validators.Contradict(headers))
            return ApiProblems.PreconditionFailed(validators.Tag.ToString()).ExecuteAsync(context);
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = CacheControl;
        validators.WriteTo(response.GetTypedHeaders());
        if (!validators.AreKnownTo(headers))
            return null;
        response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    private Task SendAsync(HttpContext context, ByteRange? part)
    {
        var response = context.Response;
        var (offset, length) = part ?? new ByteRange(0, source.Length);
        DownloadHeaders.Protect(response);
        DownloadHeaders.Name(response, fileName, Inline);
        response.ContentType = contentType;
        response.ContentLength = length;
        if (part is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(offset, offset + length - 1, source.Length);
        }

        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.SendAsync(source.ReadAsync(offset, length, context.RequestAborted), context.RequestAborted);
    }
}
