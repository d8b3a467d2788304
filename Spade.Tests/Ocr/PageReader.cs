using Spade.Documents.Pages;
using Spade.Worker.Engine;
using Spade.Worker.Folders;
using Spade.Worker.Images;

namespace Spade.Tests.Ocr;

/// <summary>Recognises gray pages, without a document around them.</summary>
internal sealed class PageReader(FakePrograms? programs = null, TimeProvider? time = null) : IDisposable
{
    private readonly OcrEngine _engine = new(programs, time);

    /// <summary>Recognises a page that is displayed as A4 upright or lying, by its shape.</summary>
    public async Task<RecognizedPage> ReadAsync(GrayPage page, string language = "eng", PageLayout? ownText = null)
    {
        using var folder = _engine.Get<WorkFolders>().Create(Guid.NewGuid());
        var path = folder.File("page.pgm");
        page.Save(path);
        return await ReadAsync(path, folder, page.Width > page.Height, language, ownText);
    }

    /// <summary>Recognises a file that may be no page.</summary>
    public async Task<RecognizedPage> ReadAsync(byte[] file)
    {
        using var folder = _engine.Get<WorkFolders>().Create(Guid.NewGuid());
        var path = folder.File("page.pgm");
        await File.WriteAllBytesAsync(path, file);
        return await ReadAsync(path, folder, isLying: false, "eng", null);
    }

    public void Dispose() => _engine.Dispose();

    private async Task<RecognizedPage> ReadAsync(string path, WorkFolder folder, bool isLying, string language, PageLayout? ownText)
    {
        using var image = new PageImage(7, path)
        {
            Dpi = 300, WidthPoints = isLying ? 842 : 595, HeightPoints = isLying ? 595 : 842, OwnText = ownText,
        };
        var result = await _engine.Get<PageRecognizer>().RecognizeAsync(image, language, folder, CancellationToken.None);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        return result;
    }
}
