namespace Spade.Documents.Pages;

/// <summary>How a page ended.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="HasLayout">False when it could not be read, or was read by a version that kept no layouts.</param>
/// <param name="ErrorType">Why it could not be read, for programs; null when it was read.</param>
public sealed record EndedPage(int Number, bool HasLayout, string? ErrorType);
