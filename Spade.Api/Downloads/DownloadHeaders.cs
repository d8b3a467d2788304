using Microsoft.Net.Http.Headers;

namespace Spade.Api.Downloads;

/// <summary>The headers that say what a download is and how it may be used.</summary>
internal static class DownloadHeaders
{
    /// <summary>Bytes that came from a client or were read from its file are never run: not as another type than the declared one, and
    /// not as a page of this service.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    }

    /// <summary>Names the file in the way of RFC 6266: in ASCII for old clients, and in UTF-8.</summary>
    /// <param name="response">The response.</param>
    /// <param name="fileName">A name without a path; null for none.</param>
    /// <param name="inline">True when browsers may show it; false when they have to save it.</param>
    public static void Name(HttpResponse response, string? fileName, bool inline)
    {
        if (fileName is null)
            return;
        var disposition = new ContentDispositionHeaderValue(inline ? "inline" : "attachment");
        disposition.SetHttpFileName(fileName);
        response.GetTypedHeaders().ContentDisposition = disposition;
    }
}
