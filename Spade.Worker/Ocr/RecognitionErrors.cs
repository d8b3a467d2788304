using System.Globalization;
using Spade.Jobs;

namespace Spade.Worker.Ocr;

/// <summary>Every reason for which recognition stops, with its stable type and its sentence.</summary>
internal static class RecognitionErrors
{
    public static RecognitionException Corrupt(string reason) => Document("corrupt", reason);

    public static RecognitionException PasswordRequired() =>
        Document("password-required", "The PDF opens only with a password. Upload a copy without one.");

    public static RecognitionException NoPages() => Document("no-pages", "The PDF has no pages.");

    public static RecognitionException PageOutOfRange(string reason) => Document("page-out-of-range", reason);

    public static RecognitionException TooManyPages(int limit) =>
        Document("too-many-pages", Text($"The document has more than {limit} pages, the most that are accepted."));

    public static RecognitionException TooManyPixels(int page, long width, long height, long limit) => Document(
        "too-many-pixels", Text($"Page {page} has {width} x {height} pixels; {limit} pixels are the most that are accepted."));

    public static RecognitionException ImageTooLarge(int page, long width, long height, long limit) => Document(
        "too-many-pixels",
        Text($"Page {page} holds an image of {width} x {height} pixels; {limit} pixels are the most that are accepted."));

    public static RecognitionException LanguageUnavailable(string language) =>
        Document("language-unavailable", $"The language '{language}' is not offered any more.");

    public static RecognitionException InspectionTimeout(TimeSpan limit) =>
        Document("inspection-timeout", Text($"The document's structure could not be read within {limit.TotalSeconds:0} s."));

    public static RecognitionException PageTimeout(int page, TimeSpan limit) =>
        Document("page-timeout", Text($"Page {page} could not be recognised within {limit.TotalSeconds:0} s."));

    public static RecognitionException PageCrashed(int page) =>
        Tool("page-crashed", Text($"Recognition of page {page} broke down, perhaps because it needed too much memory."));

    public static RecognitionException InspectionCrashed() =>
        Tool("inspection-crashed", "Reading the document's structure broke down, perhaps because it needed too much memory.");

    public static RecognitionException Storage() => Tool("worker-storage", "The worker could not keep its temporary files.");

    public static RecognitionException Stopped() =>
        new(RecognitionFault.Stopped, new JobError("stopped", "Recognition was stopped from outside."));

    private static RecognitionException Document(string type, string message) =>
        new(RecognitionFault.Document, new JobError(type, message));

    private static RecognitionException Tool(string type, string message) => new(RecognitionFault.Tool, new JobError(type, message));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
