namespace Spade.Documents.Documents;

/// <summary>The languages in which documents may be read. Section <c>Ocr</c>, shared by API and worker.</summary>
public sealed class LanguageOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Ocr";

    /// <summary>Tesseract's names, separated by commas, such as <c>eng,deu</c>; the worker must have their data installed.
    /// The first is the default of an upload. Default <c>eng</c>.</summary>
    /// <remarks>One string, not a list: configuration appends to a list's defaults instead of replacing them.</remarks>
    public string Languages { get; set; } = "eng";

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Allowed =>
        Languages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
