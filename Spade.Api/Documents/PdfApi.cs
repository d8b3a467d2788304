using System.Globalization;
using Spade.Api.Access;
using Spade.Api.Downloads;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Keys;
using Spade.Documents.Outputs;

namespace Spade.Api.Documents;

/// <summary>The searchable PDF.</summary>
internal static class PdfApi
{
    private const string NeverMade =
        "No searchable PDF was made of this document: it was read by an older version, or its file is too damaged. "
        + "To have one made by this version, delete the document and upload it again.";

    public static RouteGroupBuilder MapPdf(this IEndpointRouteBuilder app)
    {
        var outputs = app.MapGroup("").WithTags("Outputs").RequireDatabaseSchema().RequireScope(KeyScopes.Read);
        outputs.MapMethods("/documents/{id}/pdf", [HttpMethods.Get, HttpMethods.Head], ReadAsync).WithName("GetDocumentPdf")
            .WithSummary("The original pages as a PDF whose text can be searched, once the document has completed.")
            .Produces<Stream>(StatusCodes.Status200OK, MediaTypes.Pdf)
            .WithParameterExample("id", DocumentExamples.Id)
            .IsDownload()
            .ProducesProblems(
                ApiProblems.DocumentNotFound(DocumentExamples.Id), ApiProblems.NotFinished(NotMade(DocumentStatus.Running)),
                ApiProblems.OutputUnavailable(NeverMade), ApiProblems.PreconditionFailed($"\"{DocumentExamples.Id}-pdf-8de1\""),
                ApiProblems.RangeNotSatisfiable(61_440));
        return outputs;
    }

    private static async Task<IResult> ReadAsync(
        string id, DocumentQueries documents, SearchablePdfs pdfs, CancellationToken cancellationToken)
    {
        if (!ContentId.IsWellFormed(id) || await documents.FindAsync(id, cancellationToken) is not { } document)
            return ApiProblems.DocumentNotFound(id);
        if (!document.Status.HasEnded())
            return ApiProblems.NotFinished(NotMade(document.Status));
        if (document.Status != DocumentStatus.Completed)
            return ApiProblems.OutputUnavailable($"The document was {Ended(document.Status)}, so there is no PDF of it.");
        if (await pdfs.LengthAsync(id, cancellationToken) is not { } length)
            return ApiProblems.OutputUnavailable(NeverMade);

        // A document that is started again ends at another time, and its PDF may then have more pages with text.
        var eTag = string.Create(CultureInfo.InvariantCulture, $"{id}-pdf-{document.CompletedAt?.UtcTicks ?? 0:x}");
        var source = new PdfSource(pdfs, id, document.CompletedAt, length);
        return new DownloadResult(source, MediaTypes.Pdf, eTag, NameOf(document), document.CompletedAt)
        {
            Inline = true,
        };
    }

    private static string NotMade(DocumentStatus status) => $"The document is {status.ToWord()}; its PDF is made when it completes.";

    private static string Ended(DocumentStatus status) => status == DocumentStatus.Cancelled ? "cancelled" : "not read to its end";

    /// <summary>The name of the upload with another extension; the content id when it had no name.</summary>
    private static string NameOf(DocumentView document) =>
        (Path.GetFileNameWithoutExtension(document.FileName) is { Length: > 0 } name ? name : document.Id) + ".pdf";
}
