using Spade.Documents.Pages;

namespace Spade.Worker.Images;

/// <summary>One page, ready for Tesseract. Disposing it removes the file if it was made for this page.</summary>
/// <param name="Page">Page number in the document, from 1.</param>
/// <param name="Path">The image file.</param>
internal sealed record PageImage(int Page, string Path) : IDisposable
{
    /// <summary>Resolution in dots per inch; null when the file states its own.</summary>
    public int? Dpi { get; init; }

    /// <summary>Width of the page as it is displayed, in points (1/72 inch).</summary>
    public double WidthPoints { get; init; }

    /// <summary>Height of the page as it is displayed, in points.</summary>
    public double HeightPoints { get; init; }

    /// <summary>The page's own text, which is taken instead of recognising the page; null when there is none to take.</summary>
    public PageLayout? OwnText { get; init; }

    /// <summary>Which image of a file that holds several, from 0; null for the only one.</summary>
    public int? Index { get; init; }

    /// <summary>True when the file holds this page alone and is not the document itself.</summary>
    public bool IsTemporary { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsTemporary)
            File.Delete(Path);
    }
}
