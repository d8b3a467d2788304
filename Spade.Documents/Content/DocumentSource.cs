using Spade.Documents.Pages;

namespace Spade.Documents.Content;

/// <summary>What a worker needs to know about a document before it opens it.</summary>
/// <param name="Id">Content id.</param>
/// <param name="ContentType">Media type, detected from the magic bytes at upload.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Language">Tesseract's languages, in order, such as <c>eng+deu</c>.</param>
/// <param name="Pages">The pages asked for, such as <c>1-3,7</c>, in canonical form; null for all.</param>
/// <param name="Dpi">Resolution at which PDF pages are rasterised.</param>
/// <param name="TextSource">Where the text of PDF pages is taken from.</param>
public sealed record DocumentSource(
    string Id, string ContentType, long Size, string Language, string? Pages, int Dpi, TextSource TextSource = TextSource.Ocr);
