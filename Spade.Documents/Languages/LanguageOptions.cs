namespace Spade.Documents.Languages;

/// <summary>Which of the installed languages documents may be read in. Section <c>Ocr</c>, shared by API and worker.</summary>
public sealed class LanguageOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Ocr";

    /// <summary>Tesseract's names, separated by commas, such as <c>eng,deu</c>. No others are offered then, a worker that lacks one of them
    /// does not start, and the first is the default of an upload. Default empty: every language that the workers have installed, with
    /// <c>eng</c> as the default of an upload.</summary>
    /// <remarks>One string, not a list: configuration appends to a list's defaults instead of replacing them.</remarks>
    public string Languages { get; set; } = "";

    /// <summary>The names, in order; empty when all that are installed are allowed.</summary>
    public IReadOnlyList<string> Allowed =>
        Languages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True for a language that is not left out.</summary>
    public bool Allows(string language) => Allowed is { Count: 0 } || Allowed.Contains(language, StringComparer.Ordinal);
}
