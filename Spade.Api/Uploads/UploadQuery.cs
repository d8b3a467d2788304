using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;

namespace Spade.Api.Uploads;

/// <summary>Reads what is asked for with an upload into its canonical form.</summary>
internal sealed class UploadQuery(IOptions<LanguageOptions> languages)
{
    public bool TryRead(
        string? lang, string? pages, string? dpi,
        [NotNullWhen(true)] out RecognitionOptions? options, [NotNullWhen(false)] out ApiProblem? refusal)
    {
        options = null;
        var allowed = languages.Value.Allowed;
        var language = lang ?? allowed[0];
        string? selection = null;
        if (!allowed.Contains(language, StringComparer.Ordinal))
            refusal = ApiProblems.UnknownLanguage(language, allowed);
        else if (pages is not null && !TryParsePages(pages, out selection, out refusal))
            return false;
        else if (QueryNumber.TryParse(
            "dpi", dpi, RecognitionOptions.MinDpi, RecognitionOptions.MaxDpi, RecognitionOptions.DefaultDpi, out var resolution, out refusal))
            options = new RecognitionOptions(language, selection, resolution);
        return options is not null;
    }

    private static bool TryParsePages(string pages, out string? canonical, [NotNullWhen(false)] out ApiProblem? refusal)
    {
        var valid = PageSelection.TryParse(pages, out var selection, out var error);
        canonical = selection?.ToString();
        refusal = valid ? null : ApiProblems.InvalidParameter($"pages: {error}");
        return valid;
    }
}
