namespace Spade.Documents.Formats;

/// <summary>What the head of an output says.</summary>
/// <param name="DocumentId">Content id.</param>
/// <param name="FileName">The name it was uploaded with; null when it had none.</param>
/// <param name="Language">Tesseract language, or several joined by <c>+</c>.</param>
public sealed record LayoutHeading(string DocumentId, string? FileName, string Language);
