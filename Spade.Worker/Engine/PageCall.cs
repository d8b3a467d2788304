using Spade.Worker.Folders;

namespace Spade.Worker.Engine;

/// <summary>What every run of Tesseract for one page shares.</summary>
/// <param name="Page">Page number in the document.</param>
/// <param name="Language">Tesseract's name of the language.</param>
/// <param name="Dpi">Resolution of the image.</param>
/// <param name="Folder">Where files of the page may lie.</param>
/// <param name="Deadline">The time that all runs have together.</param>
internal sealed record PageCall(int Page, string Language, int Dpi, WorkFolder Folder, PageDeadline Deadline)
{
    // Tesseract's models of languages whose lines run down are named so: jpn_vert.
    private const string VerticalSuffix = "_vert";

    /// <summary>True when lines that run down are what the language has.</summary>
    public bool IsVertical => Language.Contains(VerticalSuffix, StringComparison.Ordinal);
}
