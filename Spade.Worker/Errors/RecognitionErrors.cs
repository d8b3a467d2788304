using System.Globalization;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Worker.Processes;

namespace Spade.Worker.Errors;

/// <summary>Every reason why recognition stops, with its stable type and its sentence; those of a page of a PDF are
/// <see cref="PdfPageErrors"/>.</summary>
internal static class RecognitionErrors
{
    /// <summary>The type of a page that ran out of time.</summary>
    public const string PageTimeoutType = "page-timeout";

    public static RecognitionException Corrupt(string reason) => Document("corrupt", reason);

    public static RecognitionException PasswordRequired() =>
        Document("password-required", "The PDF opens only with a password. Upload a copy without one.");

    public static RecognitionException NoPages() => Document("no-pages", "The PDF has no pages.");

    public static RecognitionException PageOutOfRange(string reason) => Document("page-out-of-range", reason);

    public static RecognitionException TooManyPages(int limit) =>
        Document("too-many-pages", Text($"The document has more than {limit} pages, the most that are accepted."));

    public static RecognitionException TooManyPixels(int page, long width, long height, long limit) => Document(
        "too-many-pixels", Text($"Page {page} has {width} x {height} pixels; {limit} pixels are the most that are accepted."));

    public static RecognitionException LanguageNotOffered(string language) =>
        Document("language-unavailable", $"The language '{language}' is not offered any more.");

    /// <summary>Another worker may have the language: while workers are replaced, not all have the same ones.</summary>
    public static RecognitionException LanguageNotInstalled(string language) =>
        Tool("language-unavailable", $"The language '{language}' is not installed on the worker that took the document.");

    /// <summary>The document asks for more work than its size allows.</summary>
    public static RecognitionException InspectionTimeout(TimeSpan processorLimit)
    {
        var limit = Text($"{processorLimit.TotalSeconds:0} s");
        return Document(
            "inspection-timeout",
            $"Reading the PDF's structure takes more than the {limit} of processor time that a file of its size gets. "
            + "Print it to a new PDF, or upload its pages as images.");
    }

    /// <summary>The clock ran out before the processor time did: the machine was busy with other work.</summary>
    public static RecognitionException InspectionDelayed(TimeSpan limit) => Tool(
        "inspection-timeout",
        Text($"The PDF's structure was not read within {limit.TotalSeconds:0} s, because the machine was busy."));

    public static RecognitionException PageTimeout(int page, TimeSpan limit) =>
        Page(PageTimeoutType, Text($"Page {page} could not be recognised within {limit.TotalSeconds:0} s."));

    /// <summary>So many pages ran out of time that no further page is begun.</summary>
    public static RecognitionException TooManyTimeouts(int pages, TimeSpan limit) => Document(
        PageTimeoutType,
        Text($"{pages} pages could not be recognised within {limit.TotalSeconds:0} s each, so no further page was begun."));

    /// <summary>An image file whose only page shows less than it should.</summary>
    /// <param name="kind">The kind of file, such as <c>JPEG</c>.</param>
    public static RecognitionException ImageDamaged(string kind) =>
        Page("corrupt", $"The {kind} is damaged or cut short: part of it cannot be decoded.");

    /// <summary>The same for one page of several.</summary>
    /// <param name="kind">The kind of file, such as <c>TIFF</c>.</param>
    /// <param name="page">The page.</param>
    public static RecognitionException ImagePageDamaged(string kind, int page) =>
        Page("corrupt", Text($"Page {page} of the {kind} is damaged: part of it cannot be decoded."));

    /// <summary>A page whose image cannot be read.</summary>
    public static RecognitionException PageUnreadable(int page) =>
        Page("corrupt", Text($"Page {page} is damaged and cannot be read."));

    /// <summary>A program broke down on a page. A full disk is no fault of the page, whichever page met it.</summary>
    public static RecognitionException PageCrashed(int page, ToolFailure failure) =>
        new(RecognitionFault.Tool, new JobError("page-crashed", Text($"Recognition of page {page} broke down: {failure}.")))
        {
            Failure = failure,
            ConcernsOnePage = failure.Sign != ToolSign.OutOfSpace,
        };

    /// <summary>The error of a document of which no page could be read: that of its first page, unless pages failed for different
    /// reasons.</summary>
    /// <param name="pages">Every page, in order.</param>
    public static JobError NoPageRead(IReadOnlyList<(int Page, JobError Error)> pages)
    {
        if (pages.All(page => page.Error.Type == pages[0].Error.Type))
            return pages[0].Error;
        var reasons = pages.GroupBy(page => page.Error.Type).Select(
            reason => $"{reason.Key} on {PageNumbers([.. reason.Select(page => page.Page)])}");
        return new JobError(
            "no-page-read", Text($"None of the {pages.Count} pages could be read: {string.Join("; ", reasons)}."));
    }

    public static RecognitionException InspectionCrashed(ToolFailure failure) =>
        Tool("inspection-crashed", $"Reading the document's structure broke down: {failure}.", failure);

    public static RecognitionException Storage() => Tool("worker-storage", "The worker could not keep its temporary files.");

    public static RecognitionException Stopped() =>
        new(RecognitionFault.Stopped, new JobError("stopped", "Recognition was stopped from outside."));

    internal static RecognitionException Page(string type, string message) =>
        new(RecognitionFault.Page, new JobError(type, message));

    private static RecognitionException Document(string type, string message) =>
        new(RecognitionFault.Document, new JobError(type, message));

    private static RecognitionException Tool(string type, string message, ToolFailure? failure = null) =>
        new(RecognitionFault.Tool, new JobError(type, message)) { Failure = failure };

    private static string PageNumbers(IReadOnlyList<int> pages) => pages.Count == 1
        ? $"page {PageList.Format(pages)}"
        : $"pages {PageList.Format(pages)}";

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
