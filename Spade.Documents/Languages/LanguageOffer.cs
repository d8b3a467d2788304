namespace Spade.Documents.Languages;

/// <summary>The languages that an upload may name now.</summary>
/// <param name="Languages">Tesseract's names, in the order in which they are shown.</param>
/// <param name="Default">The language of an upload that names none.</param>
public sealed record LanguageOffer(IReadOnlyList<string> Languages, string Default)
{
    private const string Preferred = "eng";

    /// <summary>Makes the offer.</summary>
    /// <param name="options">What is allowed.</param>
    /// <param name="installed">What the workers have; null when that is not known of all.</param>
    internal static LanguageOffer Of(LanguageOptions options, IReadOnlySet<string>? installed)
    {
        // Every installation has English, and a worker that lacks an allowed language does not start.
        IReadOnlyList<string> languages = (options.Allowed, installed) switch
        {
            ({ Count: 0 }, null) => [Preferred],
            ({ Count: 0 }, not null) => [.. installed.Order(StringComparer.Ordinal)],
            (var allowed, null) => allowed,
            var (allowed, _) => [.. allowed.Where(installed.Contains)],
        };
        var preferred = options.Allowed is [var first, ..] ? first : Preferred;
        return new LanguageOffer(languages, languages is [var other, ..] && !languages.Contains(preferred) ? other : preferred);
    }
}
