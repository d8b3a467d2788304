namespace Spade.Documents.Pages;

/// <summary>Where the text of a PDF page is taken from. Pages of images are always recognised.</summary>
public enum TextSource
{
    /// <summary>The page is recognised, whatever text it has.</summary>
    Ocr,

    /// <summary>The page's own text, and nothing else.</summary>
    Layer,

    /// <summary>The page's own text where it is sound; the page is recognised otherwise.</summary>
    Auto,
}
