using Microsoft.Net.Http.Headers;
using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Takes the file out of a request: the multipart field <c>file</c>, or else the body as it is.</summary>
internal sealed class UploadReader(UploadSpool spool)
{
    /// <exception cref="UploadProblemException">The request holds no file that can be accepted.</exception>
    public async Task<SpooledUpload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await new MultipartUpload(spool).ReadAsync(request.Body, type, cancellationToken);

        // Refused before the first read: a client that asked "Expect: 100-continue" then sends nothing at all.
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
