namespace Spade.Worker.Processes;

/// <summary>The programs that do the work. They are found once and called by absolute path, because .NET looks for a bare name in the
/// working folder too.</summary>
internal sealed class Toolchain
{
    private static readonly (string Program, string Package)[] Needed =
    [
        ("tesseract", "tesseract-ocr"),
        ("pdftoppm", "poppler-utils"),
        ("pdfinfo", "poppler-utils"),
        ("pdfimages", "poppler-utils"),
        ("pdftotext", "poppler-utils"),
        ("convert", "imagemagick"),
        ("qpdf", "qpdf"),
        ("prlimit", "util-linux"),
    ];

    private readonly Dictionary<string, string> _paths = [];

    /// <param name="searchPath">Folders separated by colons, as in <c>PATH</c>; relative ones are ignored.</param>
    public Toolchain(string searchPath)
    {
        var folders = searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).ToList();
        foreach (var (program, _) in Needed)
        {
            if (folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) is { } path)
                _paths[program] = path;
        }
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

    /// <summary>Decodes images of every format (ImageMagick).</summary>
    public string Convert => _paths["convert"];

    /// <summary>Walks a PDF's page tree, and rewrites it.</summary>
    public string Qpdf => _paths["qpdf"];

    /// <summary>Starts a program under limits (util-linux).</summary>
    public string PrLimit => _paths["prlimit"];

    /// <summary>Programs that were not found.</summary>
    public IReadOnlyList<string> MissingPrograms => [.. Needed.Select(tool => tool.Program).Where(program => !_paths.ContainsKey(program))];

    /// <summary>Packages that hold them, as Debian and Ubuntu call them.</summary>
    public IReadOnlyList<string> MissingPackages =>
        [.. Needed.Where(tool => !_paths.ContainsKey(tool.Program)).Select(tool => tool.Package).Distinct()];
}
