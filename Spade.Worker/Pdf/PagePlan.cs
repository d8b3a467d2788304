using Spade.Worker.Errors;
using Spade.Worker.Images;

namespace Spade.Worker.Pdf;

/// <summary>How the image of a page is made.</summary>
/// <param name="Page">Its number, from 1.</param>
/// <param name="Size">Its size.</param>
/// <param name="Dpi">The resolution at which it is drawn.</param>
internal sealed record PagePlan(int Page, PdfPage Size, int Dpi)
{
    /// <summary>The only image on the page, if it may be the whole page; null when the page has to be drawn.</summary>
    public DrawnImage? FullPageImage { get; init; }

    /// <summary>Why no image of the page can be made; null when one can.</summary>
    public RecognitionException? Problem { get; init; }

    /// <summary>True when the text is taken from the page itself whatever its image shows. Then damage to the image alone is no problem of
    /// the page.</summary>
    public bool IsForPreview { get; init; }

    /// <summary>The page's image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dpi">Dots to an inch, as poppler measures the page.</param>
    public PageImage Image(string path, double dpi) => new(Page, path)
    {
        Dpi = Math.Max(1, (int)Math.Round(dpi / Size.UserUnit)),
        WidthPoints = Size.DisplayedWidth * Size.UserUnit,
        HeightPoints = Size.DisplayedHeight * Size.UserUnit,
        IsTemporary = true,
    };
}
