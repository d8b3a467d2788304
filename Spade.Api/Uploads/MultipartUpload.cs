using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Reads a form with one file as it arrives. The framework's own form reader would buffer all of it first.</summary>
/// <remarks>The file is the only part, whatever its name, with or without a file name. Options have one place, the query: in the form they
/// could come after the file, too late to check it against them. So every other part is rejected, and none is ignored.</remarks>
internal sealed class MultipartUpload(UploadSpool spool)
{
    /// <summary>Longest boundary that RFC 2046 allows.</summary>
    private const int MaxBoundary = 70;

    public async Task<SpooledUpload> ReadAsync(Stream body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(BoundaryOf(type), body);
        var section = await NextAsync(reader, cancellationToken)
            ?? throw Malformed("The form is empty. Send the document as its only part.");
        var part = FormPart.Of(section);
        if (part.IsOption)
            throw Malformed(part.Misplaced);

        var upload = await TakeAsync(section, part, reader, cancellationToken);
        try
        {
            // Reading on also checks that the form is complete: it ends with the closing boundary.
            if (await NextAsync(reader, cancellationToken) is { } second)
                throw Malformed(FormPart.Of(second).SurplusBeside(part));
            return upload with { FileName = UploadFileName.Sanitize(part.FileName) };
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    private async Task<SpooledUpload> TakeAsync(
        MultipartSection section, FormPart part, MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await spool.TakeAsync(new PartStream(section.Body), cancellationToken);
        }
        catch (UploadProblemException rejected)
            when (part.FileName is null && rejected.Problem.Status < StatusCodes.Status500InternalServerError)
        {
            // A field without a file name that is no document: what is wrong with it is its place, if the document comes after it.
            if (await NextAsync(reader, cancellationToken) is not null)
                throw Malformed(part.Misplaced);
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
