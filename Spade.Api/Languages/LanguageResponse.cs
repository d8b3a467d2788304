using Spade.Documents.Languages;

namespace Spade.Api.Languages;

/// <summary>Every language that is offered.</summary>
/// <param name="Languages">The languages.</param>
internal sealed record LanguageListResponse(IReadOnlyList<LanguageResponse> Languages)
{
    public static LanguageListResponse From(LanguageOffer offer) => new(
        [.. offer.Languages.Select(code => new LanguageResponse(code, LanguageNames.Find(code), code == offer.Default))]);
}

/// <summary>One language.</summary>
/// <param name="Code">The name for 'lang', which is Tesseract's.</param>
/// <param name="Name">Its English name; null when it is not a common language.</param>
/// <param name="Default">True for the language of an upload that names none.</param>
internal sealed record LanguageResponse(string Code, string? Name, bool Default);
