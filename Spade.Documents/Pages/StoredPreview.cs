namespace Spade.Documents.Pages;

/// <summary>The preview of a page that has ended.</summary>
/// <param name="Image">The image; null when the page has none.</param>
/// <param name="ErrorType">Why the page could not be read, for programs; null when it was read.</param>
/// <param name="FinishedAt">When the page ended; a page that is read anew ends at another time.</param>
public sealed record StoredPreview(PreviewImage? Image, string? ErrorType, DateTimeOffset FinishedAt);
