using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Reads a form with one file as it arrives. The framework's own form reader would buffer all of it first.</summary>
internal sealed class MultipartUpload(UploadSpool spool)
{
    private const string Field = "file";

    /// <summary>Longest boundary that RFC 2046 allows.</summary>
    private const int MaxBoundary = 70;

    public async Task<SpooledUpload> ReadAsync(Stream body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(BoundaryOf(type), body);
        var section = await NextAsync(reader, cancellationToken)
            ?? throw Malformed($"The form is empty. Send the document as the field '{Field}'.");
        CheckField(section);

        var upload = await spool.TakeAsync(new PartStream(section.Body), cancellationToken);
        try
        {
            // Reading on also checks that the form is complete: it ends with the closing boundary.
            if (await NextAsync(reader, cancellationToken) is { } second)
            {
                CheckField(second);
                throw Malformed($"The form has more than one field '{Field}'. Send one document per request.");
            }

            return upload with { FileName = UploadFileName.Sanitize(UploadReader.NameOf(section.ContentDisposition)) };
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    private static string BoundaryOf(MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= MaxBoundary }
            ? boundary
            : throw Malformed($"Content-Type needs a boundary of 1 to {MaxBoundary} characters.");
    }

    private static void CheckField(MultipartSection section)
    {
        var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
            : null;
        // Options have one place, the query: in the form they could come after the file, too late to check it against them.
        if (name != Field)
            throw Malformed($"The form's field '{name}' is not known. Send '{Field}' alone; lang, pages and dpi belong in the query.");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception damage) when (PartStream.IsDamage(damage))
        {
            throw Malformed("The form breaks off or its parts are not separated by the boundary that Content-Type names.");
        }
    }

    private static UploadProblemException Malformed(string detail) => new(ApiProblems.MalformedMultipart(detail));
}
