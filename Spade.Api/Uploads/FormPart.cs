using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Spade.Api.Uploads;

/// <summary>What the header of a form's part says.</summary>
/// <param name="Name">The field's name; empty when it has none.</param>
/// <param name="FileName">The file's name as it was sent; null for a field that is not sent as a file.</param>
internal sealed record FormPart(string Name, string? FileName)
{
    private const int LongestName = 80;

    private static readonly string[] Options = ["lang", "pages", "dpi", "text"];

    /// <summary>True for an option of an upload, unless a file has its name.</summary>
    public bool IsOption => FileName is null && Options.Contains(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong when the part is no document.</summary>
    public string Misplaced => IsOption
        ? $"The form's field '{Name}' is an option, and options belong in the query: /documents?{Name.ToLowerInvariant()}=..."
        : $"The form's field '{Name}' is not known. Send the document as the only part of the form; options belong in the query.";

    public static FormPart Of(MultipartSection section)
    {
        _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
        var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "";
        return new FormPart(
            name.Length <= LongestName ? name : name[..LongestName] + "…", UploadReader.NameOf(section.ContentDisposition));
    }

    /// <summary>What is wrong when the part comes after the document.</summary>
    public string SurplusBeside(FormPart document) => FileName is null
        ? Misplaced
        : $"The form has two files, as the fields '{document.Name}' and '{Name}'. Send one document per request.";
}
