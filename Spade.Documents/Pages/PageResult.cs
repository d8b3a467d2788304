namespace Spade.Documents.Pages;

/// <summary>Everything that is known of a page that has ended.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="Layout">What was read, and where; null when the page could not be read, or was read by a version that kept no
/// layouts.</param>
/// <param name="Confidence">Mean word confidence, 0 to 100; null when the page has no words or its text is its own.</param>
/// <param name="ErrorType">Why it could not be read, for programs; null when it was read.</param>
/// <param name="ErrorMessage">The same for people.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record PageResult(
    int Number, PageLayout? Layout, double? Confidence, string? ErrorType, string? ErrorMessage, DateTimeOffset FinishedAt);
