namespace Spade.Worker.Pdf;

/// <summary>An image, or a mask, that a page draws.</summary>
/// <param name="Width">Columns, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
internal sealed record DrawnImage(long Width, long Height)
{
    /// <summary>Its object, such as <c>8 0 R</c>; null for a mask, and for an image that is no object of its own.</summary>
    public string? Reference { get; init; }

    /// <summary>The area of the page that it covers; 0 when unknown. A few percent off for coarse images, because poppler rounds their
    /// resolution.</summary>
    public double SquareInches { get; init; }

    /// <summary>How many pixels it has. Absurd sizes stay absurd, but finite.</summary>
    public double Pixels => (double)Width * Height;

    /// <summary>Its resolution on the page, in dots per inch; 0 when unknown.</summary>
    public double Dpi => SquareInches > 0 ? Math.Sqrt(Pixels / SquareInches) : 0;
}
