namespace Spade.Documents.Pages;

/// <summary>A line of text and its place on the page.</summary>
/// <param name="Block">Number of its block on the page, from 1: a column, a heading, a table cell.</param>
/// <param name="Paragraph">Number of its paragraph in the block, from 1.</param>
/// <param name="Box">Where it is; holds all its words.</param>
/// <param name="Words">Its words, in reading order; at least one.</param>
public sealed record LayoutLine(int Block, int Paragraph, PixelBox Box, IReadOnlyList<LayoutWord> Words);
