namespace Spade.Worker.Processes;

/// <summary>The programs that do the work, found once and from then on called by absolute path: a bare name would also be looked for
/// in the working folder.</summary>
internal sealed class Toolchain
{
    private static readonly (string Program, string Package)[] Needed =
    [
        ("tesseract", "tesseract-ocr"),
        ("pdftoppm", "poppler-utils"),
        ("pdfinfo", "poppler-utils"),
        ("pdfimages", "poppler-utils"),
        ("qpdf", "qpdf"),
        ("prlimit", "util-linux"),
    ];

    private readonly Dictionary<string, string> _paths = [];

    /// <param name="searchPath">Folders separated by colons, as in <c>PATH</c>; relative ones are left out.</param>
    public Toolchain(string searchPath)
    {
        var folders = searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).ToList();
        foreach (var (program, _) in Needed)
        {
            if (folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) is { } path)
                _paths[program] = path;
        }
    }

    public string Tesseract => _paths["tesseract"];

    public string PdfToPpm => _paths["pdftoppm"];

    public string PdfInfo => _paths["pdfinfo"];

    public string PdfImages => _paths["pdfimages"];

    public string Qpdf => _paths["qpdf"];

    public string PrLimit => _paths["prlimit"];

    /// <summary>Programs that were not found.</summary>
    public IReadOnlyList<string> MissingPrograms => [.. Needed.Select(tool => tool.Program).Where(program => !_paths.ContainsKey(program))];

    /// <summary>Packages that hold them, as Debian and Ubuntu call them.</summary>
    public IReadOnlyList<string> MissingPackages =>
        [.. Needed.Where(tool => !_paths.ContainsKey(tool.Program)).Select(tool => tool.Package).Distinct()];
}
