using Spade.Api.OpenApi;
using Spade.Documents.Documents;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>A document as clients see it. Names and order of the properties are a contract.</summary>
/// <param name="Id">Content id: equal bytes with equal options of a tenant have the same one.</param>
/// <param name="FileName">The name it was uploaded with, if any.</param>
/// <param name="ContentType">Media type, detected from the content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, in hex.</param>
/// <param name="Language">The language that it is read in.</param>
/// <param name="Pages">The pages that were asked for, such as 1-3,7; null for all.</param>
/// <param name="Dpi">Resolution at which PDF pages are drawn.</param>
/// <param name="Text">Where the text of PDF pages is taken from: ocr, layer or auto.</param>
/// <param name="Status">queued, running, completed, failed or cancelled.</param>
/// <param name="PagesDone">Pages that have ended so far, those that could not be read included.</param>
/// <param name="PagesFailed">Of these, the pages that could not be read.</param>
/// <param name="PagesTotal">Pages to recognise; null until they are counted.</param>
/// <param name="Warnings">What could not be read although the document did not fail, in sentences.</param>
/// <param name="Attempt">Failures so far.</param>
/// <param name="Interruptions">Times its work moved to another worker; these are not failures.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
/// <param name="Tenant">Its owner.</param>
/// <param name="UploadedBy">Prefix of the key, or subject of the token, that uploaded it first; null when no key was needed.</param>
/// <param name="CreatedAt">When it was first uploaded.</param>
/// <param name="StartedAt">When a worker first took it up.</param>
/// <param name="CompletedAt">When it completed, failed or was cancelled.</param>
/// <param name="Links">Addresses of the document's representations.</param>
internal sealed record DocumentResponse(
    string Id,
    string? FileName,
    string ContentType,
    long Size,
    string Sha256,
    string Language,
    string? Pages,
    int Dpi,
    [property: OneOf<TextSourceWords>] string Text,
    [property: OneOf<StatusWords>] string Status,
    int PagesDone,
    int PagesFailed,
    int? PagesTotal,
    IReadOnlyList<string> Warnings,
    int Attempt,
    int Interruptions,
    DocumentError? Error,
    string Tenant,
    string? UploadedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    DocumentLinks Links)
{
    public static DocumentResponse From(DocumentView view) => new(
        view.Id, view.FileName, view.ContentType, view.Size, view.Sha256, view.Language,
        view.Pages, view.Dpi, view.TextSource.ToWord(), view.Status.ToWord(),
        view.PagesDone, view.PagesFailed, view.PagesTotal, view.Warnings, view.Attempt, view.Interruptions,
        view.ErrorType is null ? null : new DocumentError(view.ErrorType, view.ErrorMessage!),
        view.Tenant, view.UploadedBy, view.CreatedAt, view.StartedAt, view.CompletedAt, DocumentLinks.To(view.Id));
}

/// <summary>Why a document or a page failed.</summary>
/// <param name="Type">A stable word for programs.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record DocumentError([property: OneOf<ErrorTypeWords>] string Type, string Message);

/// <summary>One page of the list of documents, newest first.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
internal sealed record DocumentListResponse(IReadOnlyList<DocumentResponse> Documents, string? NextCursor);
