namespace Spade.Worker.Pdf;

/// <summary>The images and masks that one page draws. Only what is needed is kept, because a page may draw millions.</summary>
internal sealed class DrawnImages
{
    private DrawnImage? _first;
    private long _count;

    /// <summary>The one with the most pixels.</summary>
    public DrawnImage? Largest { get; private set; }

    /// <summary>The one that covers most of the page.</summary>
    public DrawnImage? Widest { get; private set; }

    /// <summary>The only one; null when there are several.</summary>
    public DrawnImage? Only => _count == 1 ? _first : null;

    /// <summary>Adds one.</summary>
    public void Add(DrawnImage image)
    {
        _count++;
        _first ??= image;
        if (Largest is null || image.Pixels > Largest.Pixels)
            Largest = image;
        if (Widest is null || image.SquareInches > Widest.SquareInches)
            Widest = image;
    }
}
