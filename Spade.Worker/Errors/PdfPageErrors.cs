using Spade.Documents.Documents;
using static Spade.Worker.Errors.RecognitionErrors;

namespace Spade.Worker.Errors;

/// <summary>Why a page of a PDF has no image or no text, while others may have.</summary>
internal static class PdfPageErrors
{
    /// <summary>The page is named by the document and not in it.</summary>
    public static RecognitionException Missing(int page) =>
        Page("corrupt", Text($"Page {page} of the PDF is missing: the file names it and does not hold it."));

    /// <summary>The page comes after one that cannot be told from others.</summary>
    public static RecognitionException Unusable(int page, int first) => Page(
        "corrupt",
        page == first
            ? Text($"Page {page} of the PDF is missing or damaged.")
            : Text($"Page {page} of the PDF is out of reach: page {first} is missing or damaged, so the pages after it are uncertain."));

    /// <summary>The page shows less than it should.</summary>
    /// <param name="page">The page.</param>
    /// <param name="damage">What is lost, as the end of a sentence.</param>
    public static RecognitionException Damaged(int page, string damage) =>
        Page("corrupt", Text($"Page {page} of the PDF is damaged: {damage}."));

    /// <summary>The page is too large at the resolution that was asked for.</summary>
    /// <param name="page">The page.</param>
    /// <param name="size">Its columns and rows at that resolution.</param>
    /// <param name="dpi">The resolution, in dots per inch.</param>
    /// <param name="fittingDpi">The highest resolution at which it is accepted.</param>
    /// <param name="limit">The most pixels that are accepted.</param>
    public static RecognitionException TooLargeAt(int page, (long Width, long Height) size, int dpi, int fittingDpi, long limit) => Page(
        "too-many-pixels",
        Text($"Page {page} has {size.Width} x {size.Height} pixels at {dpi} dpi; {limit} pixels are the most that are accepted. ")
        + (fittingDpi >= RecognitionOptions.MinDpi
            ? Text($"Upload it with ?dpi={fittingDpi}.")
            : Text($"It does not fit at {RecognitionOptions.MinDpi} dpi either, the least that ?dpi= takes: ")
                + "upload it on smaller pages."));

    /// <summary>The page holds an image that is too large to decode.</summary>
    public static RecognitionException ImageTooLarge(int page, long width, long height, long limit) => Page(
        "too-many-pixels",
        Text($"Page {page} holds an image of {width} x {height} pixels; {limit} pixels are the most that are accepted."));

    /// <summary>The page's own text was asked for, and it has none.</summary>
    public static RecognitionException NoTextLayer(int page) => Page(
        "no-text-layer",
        Text($"Page {page} has no text of its own. Upload the document with ?text=auto, and such pages are recognised."));

    /// <summary>The page's own text was asked for, and it cannot be read.</summary>
    public static RecognitionException UnreadableTextLayer(int page) => Page(
        "no-text-layer",
        Text($"The text that page {page} has of its own cannot be read. ")
        + "Upload the document with ?text=auto, and such pages are recognised.");
}
