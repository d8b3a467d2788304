namespace Spade.Worker.Images;

/// <summary>A document that has passed inspection.</summary>
internal abstract class OpenDocument(IReadOnlyList<int> pages)
{
    /// <summary>The pages to recognise, in order.</summary>
    public IReadOnlyList<int> Pages { get; } = pages;

    /// <summary>Yields images of some of the pages, in order. Each image is made when it is asked for.</summary>
    public abstract IAsyncEnumerable<PageImage> ReadAsync(IReadOnlyList<int> pages, CancellationToken cancellationToken);
}
