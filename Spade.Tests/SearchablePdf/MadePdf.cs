using System.Globalization;
using System.Security.Cryptography;
using Spade.Documents.Outputs;
using Spade.Documents.Pages;
using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;
using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf;
using UglyToad.PdfPig;

namespace Spade.Tests.SearchablePdf;

/// <summary>A searchable PDF as the worker makes it, put together from its parts, in a folder of its own.</summary>
internal sealed class MadePdf : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spade-test-");

    private MadePdf(byte[] document, PdfAssembly assembly)
    {
        Parts = assembly.Parts;
        Bytes = Join(document, assembly);
        Path = System.IO.Path.Combine(_folder.FullName, "made.pdf");
        Original = System.IO.Path.Combine(_folder.FullName, "original");
        File.WriteAllBytes(Path, Bytes);
        File.WriteAllBytes(Original, document);
    }

    public IReadOnlyList<PdfPart> Parts { get; }

    public byte[] Bytes { get; }

    public string Path { get; }

    public string Original { get; }

    /// <summary>Bytes that are stored beside the upload.</summary>
    public long Added => Parts.Where(part => part.SourceOffset is null).Sum(part => part.Length);

    public static async Task<MadePdf> OfAsync(byte[] document, params (int Page, PageLayout Layout)[] layouts)
    {
        using var engine = new OcrEngine();
        using var folder = engine.Get<WorkFolders>().Create(Guid.NewGuid());
        await File.WriteAllBytesAsync(folder.Document, document);
        var made = await engine.Get<SearchablePdfMaker>().MakeAsync(
            new string('a', 64), folder, layouts.ToAsyncEnumerable(), CancellationToken.None);
        return new MadePdf(document, made);
    }

    /// <summary>Asserts that strict readers accept it, and that it has so many pages.</summary>
    /// <param name="pages">How many pages it must have.</param>
    /// <param name="isStrict">False for an original that a strict reader rejects already.</param>
    public async Task CheckAsync(int pages, bool isStrict = true)
    {
        var check = await ProcessRun.OfAsync("qpdf", ["--check", Path]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        using var document = PdfDocument.Open(Path, new ParsingOptions { UseLenientParsing = !isStrict });
        Assert.Equal(pages, document.NumberOfPages);
        Assert.All(document.GetPages(), page => Assert.NotNull(page.Text));
    }

    /// <summary>The text of each page, its words separated by single spaces.</summary>
    /// <param name="inFileOrder">True for the order of the file, false for the one that the reader finds by the words' places.</param>
    public async Task<IReadOnlyList<string>> TextsAsync(bool inFileOrder = false)
    {
        var text = await RunAsync("pdftotext", [.. inFileOrder ? (string[])["-raw"] : [], Path, "-"]);
        return
        [
            .. text.Split('\f').SkipLast(1)
                .Select(page => string.Join(' ', page.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))),
        ];
    }

    /// <summary>The places of a page's words in points, from the upper left corner of what is displayed.</summary>
    public async Task<IReadOnlyList<PlacedWord>> WordsAsync(int page = 1)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        return PlacedWord.Parse(await RunAsync("pdftotext", "-bbox", "-cropbox", "-f", number, "-l", number, Path, "-"));
    }

    /// <summary>A hash of each page's pixels.</summary>
    public Task<IReadOnlyList<string>> DrawAsync() => DrawAsync(Path, "made");

    /// <summary>A hash of the pixels of each page of the original, which must be a PDF.</summary>
    public Task<IReadOnlyList<string>> DrawOriginalAsync() => DrawAsync(Original, "original-page");

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<IReadOnlyList<string>> DrawAsync(string pdf, string prefix)
    {
        await RunAsync("pdftoppm", "-r", "60", pdf, System.IO.Path.Combine(_folder.FullName, prefix));
        return
        [
            .. Directory.GetFiles(_folder.FullName, $"{prefix}-*.ppm").Order(StringComparer.Ordinal)
                .Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        ];
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var run = await ProcessRun.OfAsync(program, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private static byte[] Join(byte[] document, PdfAssembly assembly)
    {
        using var joined = new MemoryStream();
        using var added = File.OpenRead(assembly.AddedPath);
        foreach (var part in assembly.Parts)
        {
            var bytes = new byte[part.Length];
            if (part.SourceOffset is { } offset)
                document.AsSpan((int)offset, (int)part.Length).CopyTo(bytes);
            else
                added.ReadExactly(bytes);
            joined.Write(bytes);
        }

        Assert.Equal(added.Length, added.Position);
        return joined.ToArray();
    }
}
