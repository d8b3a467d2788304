using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Languages;
using Spade.Documents.Pages;

namespace Spade.Api.Uploads;

/// <summary>Reads the query of an upload into canonical options.</summary>
internal sealed class UploadQuery(OfferedLanguages languages)
{
    /// <exception cref="UploadProblemException">An option is not valid.</exception>
    public async ValueTask<RecognitionOptions> ReadAsync(
        string? lang, string? pages, string? dpi, string? text, CancellationToken cancellationToken)
    {
        // The language last: only it needs the database, and the others are rejected without it.
        var (selection, resolution, source) = (PagesOf(pages), DpiOf(dpi), TextSourceOf(text));
        return new RecognitionOptions(await LanguageOfAsync(lang, cancellationToken), selection, resolution, source);
    }

    private async ValueTask<string> LanguageOfAsync(string? lang, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? names = null;
        if (lang is not null && !LanguageSelection.TryParse(lang, out names, out var error))
            throw Invalid(error);
        var offer = await languages.ReadAsync(cancellationToken);
        names ??= [offer.Default];
        return names.FirstOrDefault(name => !offer.Languages.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw new UploadProblemException(ApiProblems.UnknownLanguage(unknown, offer.Languages))
            : LanguageSelection.Join(names);
    }

    private static string? PagesOf(string? pages)
    {
        if (pages is null)
            return null;
        return PageSelection.TryParse(pages, out var selection, out var error)
            ? selection.ToString()
            : throw Invalid($"pages: {error}");
    }

    private static int DpiOf(string? dpi)
    {
        const int Least = RecognitionOptions.MinDpi, Most = RecognitionOptions.MaxDpi, Default = RecognitionOptions.DefaultDpi;
        return QueryNumber.TryParse("dpi", dpi, Least, Most, Default, out var resolution, out var problem)
            ? resolution
            : throw new UploadProblemException(problem);
    }

    private static TextSource TextSourceOf(string? text)
    {
        if (text is null)
            return TextSource.Ocr;
        return TextSourceNames.TryParse(text, out var source)
            ? source
            : throw Invalid(
                $"text is '{text}'; it must be one of: {string.Join(", ", TextSourceNames.All)}, "
                + $"and is {TextSource.Ocr.ToWord()} when left out.");
    }

    private static UploadProblemException Invalid(string detail) => new(ApiProblems.InvalidParameter(detail));
}
