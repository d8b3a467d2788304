using Microsoft.Net.Http.Headers;
using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Takes the file from a request: the only part of a multipart form, or else the whole body.</summary>
internal sealed class UploadReader(UploadSpool spool)
{
    /// <exception cref="UploadProblemException">The request has no acceptable file.</exception>
    public async Task<SpooledUpload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await new MultipartUpload(spool).ReadAsync(request.Body, type, cancellationToken);

        // Rejected before the first read: a client that sent "Expect: 100-continue" then sends no body.
        if (request.ContentLength > spool.MaxBytes)
            throw new UploadProblemException(ApiProblems.FileTooLarge(spool.MaxBytes));
        var upload = await spool.TakeAsync(request.Body, cancellationToken);
        return upload with { FileName = UploadFileName.Sanitize(NameOf(request.Headers.ContentDisposition)) };
    }

    internal static string? NameOf(string? contentDisposition)
    {
        if (!ContentDispositionHeaderValue.TryParse(contentDisposition, out var disposition))
            return null;
        return disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : UploadFileName.Unescape(disposition.FileName.Value);
    }
}
