using Spade.Documents.Content;
using Spade.Documents.Pages;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Pdf;
using Spade.Worker.Recognition;

namespace Spade.Tests.Ocr;

/// <summary>What becomes of a page of a PDF before it is recognised.</summary>
/// <param name="Page">Its number.</param>
internal sealed record SeenPage(int Page)
{
    public int? Dpi { get; init; }
    public double WidthPoints { get; init; }
    public double HeightPoints { get; init; }

    /// <summary>True when the image was taken out of the document, and not drawn.</summary>
    public bool IsTaken { get; init; }

    public GrayPicture? Picture { get; init; }
    public PageLayout? OwnText { get; init; }
    public RecognitionException? Problem { get; init; }

    /// <summary>The words of its own text.</summary>
    public string? Text => OwnText is null
        ? null
        : string.Join(' ', OwnText.Lines.SelectMany(line => line.Words).Select(word => word.Text));

    /// <summary>Takes a PDF through inspection and makes the images of its pages.</summary>
    /// <exception cref="RecognitionException">It is rejected, with the reason.</exception>
    public static async Task<IReadOnlyList<SeenPage>> OfAsync(
        OcrEngine engine, byte[] document, string? pages = null, int dpi = 150, TextSource text = TextSource.Ocr)
    {
        using var folder = engine.Get<WorkFolders>().Create(Guid.NewGuid());
        await File.WriteAllBytesAsync(folder.Document, document);
        var source = new DocumentSource("test", "judged by content", document.Length, "eng", pages, dpi, text);
        var opened = await engine.Get<DocumentOpener>().OpenAsync(source, folder, CancellationToken.None);
        List<SeenPage> seen = [];
        await foreach (var image in opened.ReadAsync(opened.Pages, CancellationToken.None))
        {
            using (image)
            {
                seen.Add(new SeenPage(image.Page)
                {
                    Dpi = image.Dpi,
                    WidthPoints = image.WidthPoints,
                    HeightPoints = image.HeightPoints,
                    IsTaken = Path.GetFileName(image.Path).StartsWith("scan-", StringComparison.Ordinal),
                    Picture = image.Problem is null ? GrayPicture.TryRead(image.Path, int.MaxValue) : null,
                    OwnText = image.OwnText,
                    Problem = image.Problem,
                });
            }
        }

        return seen;
    }
}
