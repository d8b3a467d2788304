using System.Globalization;
using Spade.Tests.Infrastructure;
using Spade.Worker.Engine;
using Spade.Worker.Folders;
using Spade.Worker.Pixels;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>A Tesseract that is kept open writes for each page, byte for byte, what a process of its own writes for it, whatever it read
/// before.</summary>
[Collection(BusyEngine.Name)]
public sealed class SameAnswerTests : IDisposable
{
    private const int Dpi = 300;

    private readonly OcrEngine _engine = new(limits: new ToolLimits(1, 2L * 1024 * 1024 * 1024, 128 * 1024 * 1024));
    private readonly WorkFolder _folder;

    public SameAnswerTests() => _folder = _engine.Get<WorkFolders>().Create(Guid.NewGuid());

    public void Dispose()
    {
        _folder.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task The_rows_of_a_page_do_not_depend_on_the_pages_before_it()
    {
        var book = await _engine.ImagesAsync(await File.ReadAllBytesAsync(Samples.TwentyPages.FilePath), "1-2", dpi: Dpi);
        List<string> images = [];
        foreach (var (page, pgm) in book)
            images.Add(await CopyAsync($"book-{page.Page}", pgm));
        images.Insert(1, await CopyAsync("noise", GrayPage.Noise(700, 500)));
        images.Add(await CopyAsync("bar", new GrayPage(2480, 3508).Fill(new(300, 1700, 1900, 4), 0)));
        images.Add(images[0]);
        foreach (var image in images)
            Assert.Equal(await AloneAsync(image), await OpenAsync(image));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(2600)]
    public async Task The_resolution_that_its_file_states_counts_as_that_on_the_command_line(int dpi)
    {
        var (_, pgm) = Assert.Single(
            await _engine.ImagesAsync(await File.ReadAllBytesAsync(Samples.TwentyPages.FilePath), "3", dpi: Dpi));
        var image = await CopyAsync("page", pgm, dpi);
        Assert.Equal(await AloneAsync(image, dpi), await OpenAsync(image));
    }

    private async Task<string> OpenAsync(string image)
    {
        var answer = await _engine.Get<TesseractPool>().ReadAsync("eng", image, TimeSpan.FromSeconds(100), CancellationToken.None);
        Assert.True(answer.IsGood, answer.Exit.Errors);
        return Rows(answer.Table);
    }

    private async Task<string> AloneAsync(string image, int dpi = Dpi)
    {
        var output = _folder.File("alone");
        var command = new ToolCommand(
            _engine.Get<Toolchain>().Tesseract, _folder.Path, TimeSpan.FromSeconds(100),
            image, output, "--dpi", dpi.ToString(CultureInfo.InvariantCulture), "-l", "eng", "tsv");
        Assert.Equal(ToolEnd.Succeeded, (await _engine.Get<ToolRunner>().RunAsync(command, CancellationToken.None)).End);
        return Rows(await File.ReadAllTextAsync(output + ".tsv"));
    }

    /// <summary>The rows without the heading, which comes once, and without the number of the page.</summary>
    private static string Rows(string table) => string.Concat(table.Split('\n')
        .Where(row => row.Length > 0 && !row.StartsWith("level", StringComparison.Ordinal))
        .Select(row => row.Split('\t'))
        .Select(cells => string.Join('\t', [cells[0], .. cells[2..]]) + "\n"));

    private async Task<string> CopyAsync(string name, GrayPage page)
    {
        var path = _folder.File("source.pgm");
        page.Save(path);
        return await CopyAsync(name, await File.ReadAllBytesAsync(path));
    }

    private async Task<string> CopyAsync(string name, byte[] pgm, int dpi = Dpi)
    {
        var (source, copy) = (_folder.File("source.pgm"), _folder.File(name + ".tif"));
        await File.WriteAllBytesAsync(source, pgm);
        using var page = NetpbmReader.OpenGray(source);
        TesseractCopy.Write(page, copy, dpi, CancellationToken.None);
        return copy;
    }
}
