namespace Spade.Documents.Pages;

/// <summary>What was read on a page, and where. Every output of the page is made from it, so that they agree.</summary>
/// <remarks>
/// All boxes are pixels of one image: the page as it was read, upright and straight. The preview shows the same image, smaller. It was made
/// from the page as a viewer displays it (a PDF page with its own rotation applied, an image with its EXIF orientation applied) in this
/// order: turned clockwise by <see cref="Rotation"/> degrees, then turned clockwise by <see cref="Skew"/> degrees about its centre without
/// changing its size.
/// </remarks>
/// <param name="Width">Columns of that image.</param>
/// <param name="Height">Rows of that image.</param>
/// <param name="WidthPoints">Width of the upright page in points, 1/72 inch.</param>
/// <param name="HeightPoints">Height of the upright page in points.</param>
/// <param name="Rotation">0, 90, 180 or 270.</param>
/// <param name="Skew">Degrees, -5 to 5; 0 when the page was not straightened.</param>
/// <param name="Source">Where the text comes from: <see cref="TextSource.Ocr"/> or <see cref="TextSource.Layer"/>.</param>
/// <param name="Language">Tesseract language of the recognition.</param>
/// <param name="Lines">The lines in reading order.</param>
public sealed record PageLayout(
    int Width, int Height, double WidthPoints, double HeightPoints, int Rotation, double Skew, TextSource Source, string Language,
    IReadOnlyList<LayoutLine> Lines);
