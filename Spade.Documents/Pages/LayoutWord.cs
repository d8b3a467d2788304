namespace Spade.Documents.Pages;

/// <summary>A word and its place on the page.</summary>
/// <param name="Text">The word; never empty, without white space at its ends.</param>
/// <param name="Box">Where it is.</param>
/// <param name="Confidence">0 to 100; null for text that the page had of its own.</param>
public sealed record LayoutWord(string Text, PixelBox Box, double? Confidence);
