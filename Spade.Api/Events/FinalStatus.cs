using System.Text.Json;
using System.Text.Json.Serialization;
using Spade.Documents.Documents;

namespace Spade.Api.Events;

/// <summary>The data of a status event for a document whose end is not among its events: it was left behind by its job, or ended before
/// there were events.</summary>
internal sealed record FinalStatus(string Status, int PagesDone, int PagesFailed, int? PagesTotal)
{
    /// <summary>Why it failed; left out when it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FinalError? Error { get; private init; }

    public static string Of(DocumentView document) => JsonSerializer.Serialize(
        new FinalStatus(document.Status.ToWord(), document.PagesDone, document.PagesFailed, document.PagesTotal)
        {
            Error = document.ErrorType is null ? null : new FinalError(document.ErrorType, document.ErrorMessage!),
        },
        JsonSerializerOptions.Web);

    /// <summary>Why a document failed.</summary>
    internal sealed record FinalError(string Type, string Message);
}
