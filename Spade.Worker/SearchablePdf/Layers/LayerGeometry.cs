using Spade.Documents.Pages;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>Where the pixels of a layout lie on the page of the PDF.</summary>
internal static class LayerGeometry
{
    /// <summary>The map from the layout's pixels, counted upwards from its lower left corner, to the page. The skew is not part of it, see
    /// <see cref="WordPlaces"/>.</summary>
    public static Affine Of(PageLayout layout, PageArea area) =>
        new Affine(1, 0, 0, -1, 0, layout.Height).Then(ToDisplayed(layout)).Then(ToPage(area));

    /// <summary>From the layout's pixels to the page as it is displayed, whose sides are 1, counted rightwards and downwards.</summary>
    private static Affine ToDisplayed(PageLayout layout)
    {
        var (width, height) = (layout.Width, layout.Height);
        return layout.Rotation switch
        {
            90 => new Affine(0, -1, 1, 0, 0, width).Then(Affine.Scale(1.0 / height, 1.0 / width)),
            180 => new Affine(-1, 0, 0, -1, width, height).Then(Affine.Scale(1.0 / width, 1.0 / height)),
            270 => new Affine(0, 1, -1, 0, height, 0).Then(Affine.Scale(1.0 / height, 1.0 / width)),
            _ => Affine.Scale(1.0 / width, 1.0 / height),
        };
    }

    private static Affine ToPage(PageArea area)
    {
        var (width, height) = (area.Right - area.Left, area.Top - area.Bottom);
        return area.Rotation switch
        {
            90 => new Affine(0, height, width, 0, area.Left, area.Bottom),
            180 => new Affine(-width, 0, 0, height, area.Right, area.Bottom),
            270 => new Affine(0, -height, -width, 0, area.Right, area.Top),
            _ => new Affine(width, 0, 0, -height, area.Left, area.Top),
        };
    }
}
