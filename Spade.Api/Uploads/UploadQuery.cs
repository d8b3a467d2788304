using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;

namespace Spade.Api.Uploads;

/// <summary>Reads the query of an upload into canonical options.</summary>
internal sealed class UploadQuery(IOptions<LanguageOptions> languages)
{
    public bool TryRead(
        string? lang, string? pages, string? dpi,
        [NotNullWhen(true)] out RecognitionOptions? options, [NotNullWhen(false)] out ApiProblem? problem)
    {
        options = null;
        var allowed = languages.Value.Allowed;
        var language = lang ?? allowed[0];
        string? selection = null;
        if (!allowed.Contains(language, StringComparer.Ordinal))
            problem = ApiProblems.UnknownLanguage(language, allowed);
        else if (pages is not null && !TryParsePages(pages, out selection, out problem))
            return false;
        else if (TryParseDpi(dpi, out var resolution, out problem))
            options = new RecognitionOptions(language, selection, resolution);
        return options is not null;
    }

    private static bool TryParseDpi(string? dpi, out int resolution, [NotNullWhen(false)] out ApiProblem? problem) => QueryNumber.TryParse(
        "dpi", dpi, RecognitionOptions.MinDpi, RecognitionOptions.MaxDpi, RecognitionOptions.DefaultDpi, out resolution, out problem);

    private static bool TryParsePages(string pages, out string? canonical, [NotNullWhen(false)] out ApiProblem? problem)
    {
        var valid = PageSelection.TryParse(pages, out var selection, out var error);
        canonical = selection?.ToString();
        problem = valid ? null : ApiProblems.InvalidParameter($"pages: {error}");
        return valid;
    }
}
