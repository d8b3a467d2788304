using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spade.Documents.Webhooks;

/// <summary>The body of an event, as Standard Webhooks recommends it. A contract with receivers: properties may be added, and none
/// changes.</summary>
/// <param name="Type">document.completed, document.failed or document.cancelled.</param>
/// <param name="Timestamp">When it happened, by the database's clock.</param>
/// <param name="Data">The document.</param>
internal sealed record EventBody(string Type, DateTime Timestamp, EventDocument Data)
{
    // Nothing of it is put into a page of HTML, and file names stay readable.
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event of a document's end.</summary>
    public static EventBody Of(DocumentEnd end) => new(
        $"document.{end.Status}",
        end.CompletedAt,
        new EventDocument(
            end.DocumentId, end.Status, end.FileName, end.PagesDone, end.PagesFailed, end.PagesTotal,
            end.ErrorType is null ? null : new EventError(end.ErrorType, end.ErrorMessage ?? ""),
            end.CreatedAt, end.CompletedAt));

    /// <summary>The text that is stored, signed and sent.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>The document of an event, with names as in <c>GET /documents/{id}</c>.</summary>
/// <param name="Id">Content id.</param>
/// <param name="Status">completed, failed or cancelled.</param>
/// <param name="FileName">The name it was uploaded with, if any.</param>
/// <param name="PagesDone">Pages that have ended, those that could not be read included.</param>
/// <param name="PagesFailed">Of these, the pages that could not be read.</param>
/// <param name="PagesTotal">Pages to recognise; null if they were never counted.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
/// <param name="CreatedAt">When it was first uploaded.</param>
/// <param name="CompletedAt">When it ended.</param>
internal sealed record EventDocument(
    string Id, string Status, string? FileName, int PagesDone, int PagesFailed, int? PagesTotal, EventError? Error,
    DateTime CreatedAt, DateTime CompletedAt);

/// <summary>Why a document failed.</summary>
/// <param name="Type">A stable word for programs.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record EventError(string Type, string Message);
