namespace Spade.Worker.Pdf;

/// <summary>A line of the text that a page has of its own.</summary>
/// <param name="Block">Number of its block on the page, from 1.</param>
/// <param name="Words">Its words; at least one.</param>
internal sealed record OwnTextLine(int Block, IReadOnlyList<OwnTextWord> Words);

/// <summary>A word and its box, in units of 72 to the inch from the upper left corner of the page as it is displayed.</summary>
internal sealed record OwnTextWord(string Text, double Left, double Top, double Right, double Bottom);
