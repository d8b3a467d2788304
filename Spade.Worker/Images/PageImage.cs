using Spade.Documents.Pages;
using Spade.Worker.Errors;

namespace Spade.Worker.Images;

/// <summary>One page, ready for Tesseract: a gray PGM file, upright as the document says, with square pixels. Disposing it removes the file
/// if it was made for this page.</summary>
/// <param name="Page">Page number in the document, from 1.</param>
/// <param name="Path">The image file; empty when there is a <see cref="Problem"/>.</param>
internal sealed record PageImage(int Page, string Path) : IDisposable
{
    /// <summary>Resolution in dots per inch; null when the document states none that can be true, and Tesseract estimates it.</summary>
    public int? Dpi { get; init; }

    /// <summary>Width of the page as a viewer displays it, in points, 1/72 inch. Of an image: its columns times 72 / dpi, where the dpi are
    /// those that its file states if they are between 30 and 2400, and 300 otherwise.</summary>
    public double WidthPoints { get; init; }

    /// <summary>Height of the page as a viewer displays it, in points, by the same rule.</summary>
    public double HeightPoints { get; init; }

    /// <summary>The page's own text, with boxes in pixels of this image; then nothing is recognised. Null when the page is to be
    /// recognised.</summary>
    public PageLayout? OwnText { get; init; }

    /// <summary>What of the page could not be drawn, as the end of a sentence; null when nothing is missing. Only an image that is not
    /// recognised may lack something.</summary>
    public string? Loss { get; init; }

    /// <summary>Why there is no image of this page; null when there is one.</summary>
    public RecognitionException? Problem { get; init; }

    /// <summary>True when the file holds this page alone and is not the document itself.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>A page of which no image could be made. Other pages of the document can still be read.</summary>
    public static PageImage Missing(int page, RecognitionException problem) => new(page, "") { Problem = problem };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsTemporary)
            File.Delete(Path);
    }
}
