namespace Spade.Worker.Processes;

/// <summary>The programs that do the work. They are found once and called by absolute path, because .NET looks for a bare name in the
/// working folder too.</summary>
internal sealed class Toolchain
{
    /// <summary>The package that holds ImageMagick, as Debian and Ubuntu call it.</summary>
    public const string ImageMagickPackage = "imagemagick";

    private static readonly (string Program, string Package)[] Needed =
    [
        ("tesseract", "tesseract-ocr"),
        ("pdftoppm", "poppler-utils"),
        ("pdfinfo", "poppler-utils"),
        ("pdfimages", "poppler-utils"),
        ("pdftotext", "poppler-utils"),
        ("qpdf", "qpdf"),
        ("convert", ImageMagickPackage),
        ("prlimit", "util-linux"),
        ("stdbuf", "coreutils"),
    ];

    private readonly Dictionary<string, string> _paths = [];

    /// <param name="searchPath">Folders separated by colons, as in <c>PATH</c>; relative ones are ignored.</param>
    public Toolchain(string searchPath)
    {
        var folders = searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).ToList();
        foreach (var (program, _) in Needed)
        {
            if (Find(folders, program) is { } path)
                _paths[program] = path;
        }

        // From version 7 on, where convert is an old name that prints a warning.
        if (Find(folders, "magick") is { } magick)
            _paths["convert"] = magick;
    }

    /// <summary>Recognises a page.</summary>
    public string Tesseract => _paths["tesseract"];

    /// <summary>Rasterises PDF pages (poppler).</summary>
    public string PdfToPpm => _paths["pdftoppm"];

    /// <summary>Reads a PDF's pages and their boxes (poppler).</summary>
    public string PdfInfo => _paths["pdfinfo"];

    /// <summary>Lists the images in a PDF, and takes them out (poppler).</summary>
    public string PdfImages => _paths["pdfimages"];

    /// <summary>Reads the text that a PDF has of its own (poppler).</summary>
    public string PdfToText => _paths["pdftotext"];

    /// <summary>Walks a PDF's page tree, and rewrites it.</summary>
    public string Qpdf => _paths["qpdf"];

    /// <summary>Decodes image files (ImageMagick 6 or 7).</summary>
    public string ImageMagick => _paths["convert"];

    /// <summary>Starts a program under limits (util-linux).</summary>
    public string PrLimit => _paths["prlimit"];

    /// <summary>Starts a program whose output is not kept back in a buffer (coreutils).</summary>
    public string StdBuf => _paths["stdbuf"];

    /// <summary>Programs that were not found.</summary>
    public IReadOnlyList<string> MissingPrograms => [.. Needed.Select(tool => tool.Program).Where(program => !_paths.ContainsKey(program))];

    /// <summary>Packages that hold them, as Debian and Ubuntu call them.</summary>
    public IReadOnlyList<string> MissingPackages =>
        [.. Needed.Where(tool => !_paths.ContainsKey(tool.Program)).Select(tool => tool.Package).Distinct()];

    private static string? Find(IEnumerable<string> folders, string program) =>
        folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
