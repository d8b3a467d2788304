using System.Globalization;
using Spade.Worker.Folders;
using Spade.Worker.Pixels;

namespace Spade.Worker.Engine;

/// <summary>A page as a gray image, and what was done to it since it was displayed. Disposing it removes the file if it was made
/// here.</summary>
internal sealed class PageFile : IDisposable
{
    private readonly bool _isOwn;
    private string? _tesseractPath;

    private PageFile(string path, bool isOwn)
    {
        (Path, _isOwn) = (path, isOwn);
        using var page = NetpbmReader.OpenGray(path);
        (Width, Height) = (page.Width, page.Height);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>By how many degrees it was turned clockwise: 0, 90, 180 or 270.</summary>
    public int Rotation { get; private init; }

    /// <summary>By how many degrees it was straightened, clockwise.</summary>
    public double Skew { get; private init; }

    /// <summary>Opens the page as it is displayed.</summary>
    /// <exception cref="InvalidDataException">It is no whole gray image.</exception>
    public static PageFile Open(string path) => new(path, isOwn: false);

    /// <summary>The copy of the page that Tesseract is given, beside it; made when it is asked for first.</summary>
    /// <param name="dpi">Resolution of the page.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public string TesseractPath(int dpi, CancellationToken cancellationToken)
    {
        if (_tesseractPath is null)
        {
            var copy = System.IO.Path.ChangeExtension(Path, ".tif");
            using var page = NetpbmReader.OpenGray(Path);
            TesseractCopy.Write(page, copy, dpi, cancellationToken);
            _tesseractPath = copy;
        }

        return _tesseractPath;
    }

    /// <summary>Makes a copy that is turned by 90, 180 or 270 degrees more.</summary>
    public PageFile Turn(int degrees, WorkFolder folder, CancellationToken cancellationToken)
    {
        var target = Copy(folder);
        using (var page = NetpbmReader.OpenGray(Path))
            ImageTurn.Write(page, target, degrees, cancellationToken);
        return new PageFile(target, isOwn: true) { Rotation = (Rotation + degrees) % 360, Skew = Skew };
    }

    /// <summary>Makes a copy that is turned by a few degrees.</summary>
    public PageFile Straighten(double degrees, WorkFolder folder, CancellationToken cancellationToken)
    {
        var target = Copy(folder);
        using (var page = NetpbmReader.OpenGray(Path))
            ImageStraightening.Write(page, target, degrees, cancellationToken);
        return new PageFile(target, isOwn: true) { Rotation = Rotation, Skew = degrees };
    }

    /// <summary>Looks at the page before it is recognised.</summary>
    public PageSurvey Survey(CancellationToken cancellationToken)
    {
        using var page = NetpbmReader.OpenGray(Path);
        return PageSurvey.Of(page, cancellationToken);
    }

    public void Dispose()
    {
        if (_isOwn)
            File.Delete(Path);
        if (_tesseractPath is not null)
            File.Delete(_tesseractPath);
    }

    private string Copy(WorkFolder folder) => folder.File(string.Create(
        CultureInfo.InvariantCulture, $"upright-{Guid.NewGuid():N}-{System.IO.Path.GetFileNameWithoutExtension(Path)}.pgm"));
}
