using System.Globalization;
using Spade.Documents.Documents;
using Spade.Jobs.Handlers;
using Spade.Worker.Errors;

namespace Spade.Worker.Pdf;

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

    /// <summary>The page has too many pixels at the resolution that was asked for.</summary>
    public static RecognitionException TooManyPixels(PagePlan plan, long limit)
    {
        var (width, height) = plan.Size.PixelsAt(plan.Dpi);
        var fitting = LargestFitting(plan.Size, limit);
        return Page(
            "too-many-pixels",
            Text($"Page {plan.Page} has {width} x {height} pixels at {plan.Dpi} dpi; {limit} pixels are the most that are accepted. ")
            + (fitting >= RecognitionOptions.MinDpi
                ? Text($"Upload it with ?dpi={fitting}.")
                : Text($"It does not fit at {RecognitionOptions.MinDpi} dpi either, the least that ?dpi= takes: ")
                    + "upload it on smaller pages."));
    }

    /// <summary>The page holds an image that is too large to decode.</summary>
    public static RecognitionException ImageTooLarge(int page, DrawnImage image, long limit) => Page(
        "too-many-pixels",
        Text($"Page {page} holds an image of {image.Width} x {image.Height} pixels; {limit} pixels are the most that are accepted."));

    /// <summary>The page's own text was asked for, and it has none.</summary>
    public static RecognitionException NoTextLayer(int page) => Page(
        "no-text-layer",
        Text($"Page {page} has no text of its own. Upload the document with ?text=auto, and such pages are recognised."));

    /// <summary>The page's own text was asked for, and it cannot be read.</summary>
    public static RecognitionException UnreadableTextLayer(int page) => Page(
        "no-text-layer",
        Text($"The text that page {page} has of its own cannot be read. ")
        + "Upload the document with ?text=auto, and such pages are recognised.");

    private static int LargestFitting(PdfPage size, long limit)
    {
        var dpi = (int)Math.Min(Math.Sqrt(limit / (size.Width / 72 * (size.Height / 72))), RecognitionOptions.MaxDpi);
        // Columns and rows are whole, so the largest may be a little less.
        while (dpi > 0 && size.PixelsAt(dpi) is var (width, height) && (Int128)width * height > limit)
            dpi--;
        return dpi;
    }

    private static RecognitionException Page(string type, string message) => new(RecognitionFault.Page, new JobError(type, message));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
