using Spade.Documents.Pages;
using Spade.Worker.Errors;

namespace Spade.Worker.Images;

/// <summary>One page, ready for Tesseract. Disposing it removes the file if it was made for this page.</summary>
/// <param name="Page">Page number in the document, from 1.</param>
/// <param name="Path">The image file.</param>
internal sealed record PageImage(int Page, string Path) : IDisposable
{
    /// <summary>The same image with one bit per pixel (PBM), if that is all it has; null otherwise. It is removed together with the
    /// other file. Tesseract takes an eighth less processor time for it, and reads the same.</summary>
    public string? BilevelPath { get; init; }

    /// <summary>Resolution in dots per inch; null when the file states its own.</summary>
    public int? Dpi { get; init; }

    /// <summary>Width of the page as a viewer displays it, in points, 1/72 inch; 0 when unknown.</summary>
    public double WidthPoints { get; init; }

    /// <summary>Height of the page as a viewer displays it, in points, 1/72 inch; 0 when unknown.</summary>
    public double HeightPoints { get; init; }

    /// <summary>The page's own text, with boxes in pixels of this image; then nothing is recognised. Null when the page is to be
    /// recognised.</summary>
    public PageLayout? OwnText { get; init; }

    /// <summary>Which image of a file that holds several, from 0; null for the only one.</summary>
    public int? Index { get; init; }

    /// <summary>Why there is no image of this page; null when there is one.</summary>
    public RecognitionException? Problem { get; init; }

    /// <summary>True when the file holds this page alone and is not the document itself.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>A page of which no image could be made. The pages after it can still be read.</summary>
    public static PageImage Missing(int page, RecognitionException problem) => new(page, "") { Problem = problem };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsTemporary)
            File.Delete(Path);
        if (BilevelPath is not null)
            File.Delete(BilevelPath);
    }
}
