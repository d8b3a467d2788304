namespace Spade.Tests.Infrastructure;

/// <summary>The scans in <c>samples/</c>, all at 300 dpi and slightly rotated.</summary>
public static class Samples
{
    /// <summary>A letter on one gray page.</summary>
    public static Sample OnePage { get; } = new("one-page.png", "one-page.txt");

    /// <summary>Three bilevel pages without a text layer.</summary>
    public static Sample ThreePages { get; } = new("three-pages.pdf", "three-pages.txt");

    /// <summary>The text of <see cref="ThreePages"/> in another typeface, as a multi-page TIFF.</summary>
    public static Sample ThreePagesTiff { get; } = new("three-pages.tif", "three-pages.txt");

    /// <summary>Twenty bilevel pages without a text layer: long enough to be interrupted.</summary>
    public static Sample TwentyPages { get; } = new("twenty-pages.pdf", "twenty-pages.txt");
}
