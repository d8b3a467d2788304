namespace Spade.Documents.Pages;

/// <summary>A row of <c>page_previews</c>: a small image of a page as it was read, upright, for browsers.</summary>
internal sealed class PagePreview
{
    public required string DocumentId { get; init; }
    public required int Number { get; init; }
    public required string ContentType { get; init; }
    public required byte[] Data { get; init; }
}
