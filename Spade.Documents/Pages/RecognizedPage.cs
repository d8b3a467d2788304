namespace Spade.Documents.Pages;

/// <summary>One page's result.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="Text">Recognised text, without form feeds.</param>
/// <param name="Confidence">Mean word confidence, 0 to 100; null when the page has no words or its text is its own.</param>
/// <param name="Layout">The same words with their places.</param>
/// <param name="Preview">The page as it was read, for browsers.</param>
public sealed record RecognizedPage(int Number, string Text, double? Confidence, PageLayout Layout, PreviewImage Preview);
