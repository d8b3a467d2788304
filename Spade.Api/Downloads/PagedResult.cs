using Spade.Documents.Formats;

namespace Spade.Api.Downloads;

/// <summary>An output that is made page by page while it is sent.</summary>
/// <remarks>While a document runs, its outputs grow: such an answer has no entity tag and no ranges. Afterwards a whole answer is still
/// made in one pass and sent without a length, so that its first page does not wait for the last. Its length is measured, in a pass of its
/// own, only for <c>HEAD</c> and for ranges.</remarks>
/// <param name="output">The pages.</param>
/// <param name="contentType">Media type.</param>
/// <param name="fileName">The name under which clients save it, without a path.</param>
internal sealed class PagedResult(PagedOutput output, string contentType, string fileName) : IResult
{
    /// <summary>A text that changes when the bytes do; null while they still change.</summary>
    public string? ETag { get; init; }

    /// <summary>When the bytes last changed; null when that is not known.</summary>
    public DateTimeOffset? Modified { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (ETag is null)
            await SendAsync(httpContext, "no-store");
        else if (DownloadResult.Answered(httpContext, Validators.Of(ETag, Modified)) is { } answer)
            await answer;
        else if (HttpMethods.IsHead(httpContext.Request.Method) || ByteRange.IsAskedFor(httpContext.Request))
            await SendMeasuredAsync(httpContext, ETag);
        else
            await SendAsync(httpContext, DownloadResult.CacheControl);
    }

    private async Task SendMeasuredAsync(HttpContext context, string eTag)
    {
        var measured = context.RequestServices.GetRequiredService<MeasuredOutputs>();
        var lengths = await measured.MeasureAsync(eTag, output, context.RequestAborted);
        var source = new PagedSource(output, lengths);
        var download = new DownloadResult(source, contentType, eTag, fileName, Modified) { Inline = true };
        await download.ExecuteAsync(context);
    }

    private async Task SendAsync(HttpContext context, string cacheControl)
    {
        var response = context.Response;
        DownloadHeaders.Protect(response);
        DownloadHeaders.Name(response, fileName, inline: true);
        response.Headers.CacheControl = cacheControl;
        response.ContentType = contentType;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.SendAsync(output.ReadAsync(context.RequestAborted), context.RequestAborted);
    }
}
