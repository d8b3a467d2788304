namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>What is displayed of a page, in the page's own coordinates.</summary>
/// <param name="Left">Its left side.</param>
/// <param name="Bottom">Its lower side.</param>
/// <param name="Right">Its right side.</param>
/// <param name="Top">Its upper side.</param>
/// <param name="Rotation">By how many degrees clockwise the page is turned when it is displayed: 0, 90, 180 or 270.</param>
internal sealed record PageArea(double Left, double Bottom, double Right, double Top, int Rotation)
{
    /// <summary>Width in the page's own coordinates.</summary>
    public double Width => Right - Left;

    /// <summary>Height in the page's own coordinates.</summary>
    public double Height => Top - Bottom;

    /// <summary>The part that lies in another area too; the sides keep their order only if there is one.</summary>
    public PageArea In(PageArea other) => this with
    {
        Left = Math.Max(Left, other.Left),
        Bottom = Math.Max(Bottom, other.Bottom),
        Right = Math.Min(Right, other.Right),
        Top = Math.Min(Top, other.Top),
    };
}
