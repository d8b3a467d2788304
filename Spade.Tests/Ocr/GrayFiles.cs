using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>A folder for PGM files.</summary>
internal sealed class GrayFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spade-gray-").FullName;
    private int _files;

    /// <summary>A path for a new file.</summary>
    public string NewPath() => Path.Combine(_folder, $"{++_files}.pgm");

    /// <summary>Writes a page and opens it.</summary>
    public NetpbmReader Open(GrayPage page)
    {
        var path = NewPath();
        page.Save(path);
        return NetpbmReader.OpenGray(path);
    }

    /// <summary>What an operation writes for a page.</summary>
    public GrayPage Apply(GrayPage page, Action<NetpbmReader, string> write)
    {
        var target = NewPath();
        using var source = Open(page);
        write(source, target);
        return GrayPage.Load(target);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
