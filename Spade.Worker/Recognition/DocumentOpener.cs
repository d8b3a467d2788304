using Microsoft.Extensions.Options;
using Spade.Documents.Content;
using Spade.Documents.Inspection;
using Spade.Documents.Languages;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Languages;
using Spade.Worker.Pdf;

namespace Spade.Worker.Recognition;

/// <summary>Inspects a document before any page is begun, and rejects what cannot or must not be recognised.</summary>
internal sealed class DocumentOpener(
    PdfInspector inspector, PagePlanner planner, PdfPageReader reader, ImageConverter converter, InstalledLanguages installed,
    IOptions<DocumentLimits> limits, IOptions<LanguageOptions> languages)
{
    /// <summary>Opens the document that lies in the folder.</summary>
    /// <exception cref="RecognitionException">It is rejected, with the reason.</exception>
    public async Task<OpenDocument> OpenAsync(DocumentSource source, WorkFolder folder, CancellationToken cancellationToken)
    {
        foreach (var language in LanguageSelection.Split(source.Language))
            CheckLanguage(language);
        // The API has judged the bytes already, but this is where programs get them: one that takes a text file for a list of images must
        // not be given one.
        await using var content = File.OpenRead(folder.Document);
        var mediaType = await DetectAsync(content, cancellationToken)
            ?? throw RecognitionErrors.Corrupt("The document is none of the kinds that are read here.");
        return await ImageHeaders.ReadAsync(content, mediaType, limits.Value, cancellationToken) switch
        {
            ImageInspection.NeedsDecoder => await OpenPdfAsync(source, folder, cancellationToken),
            ImageInspection.Readable image => OpenImage(source, mediaType, image.Pages, folder),
            ImageInspection.TooManyPixels large =>
                throw RecognitionErrors.TooManyPixels(large.Page, large.Width, large.Height, limits.Value.MaxPixelsPerPage),
            ImageInspection.TooManyPages => throw RecognitionErrors.TooManyPages(limits.Value.MaxPages),
            ImageInspection.Unreadable damage => throw RecognitionErrors.Corrupt(damage.Reason),
            var other => throw new InvalidOperationException($"Unknown inspection {other}."),
        };
    }

    /// <summary>Only names that Tesseract itself lists are given to it, because it makes a path of them.</summary>
    private void CheckLanguage(string language)
    {
        if (!languages.Value.Allows(language))
            throw RecognitionErrors.LanguageNotOffered(language);
        if (!installed.Contains(language))
            throw RecognitionErrors.LanguageNotInstalled(language);
    }

    private static async Task<string?> DetectAsync(FileStream content, CancellationToken cancellationToken)
    {
        var head = new byte[ContentSniffer.HeadLength];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return ContentSniffer.Detect(head.AsSpan(0, length));
    }

    private async Task<OpenDocument> OpenPdfAsync(DocumentSource source, WorkFolder folder, CancellationToken cancellationToken)
    {
        var facts = await inspector.InspectAsync(folder, cancellationToken);
        var pages = Select(source.Pages, facts.PageCount);
        var plans = await planner.PlanAsync(facts, pages, source.Dpi, source.TextSource, folder, cancellationToken);
        return new OpenPdf(plans, source, folder, reader);
    }

    private OpenImage OpenImage(DocumentSource source, string mediaType, IReadOnlyList<ImagePage> images, WorkFolder folder) =>
        new(Select(source.Pages, images.Count), new ImageFile(folder.Document, ImageKind.Of(mediaType), images), folder, converter);

    private static IReadOnlyList<int> Select(string? selected, int pageCount)
    {
        if (selected is null)
            return [.. Enumerable.Range(1, pageCount)];
        string? error;
        return PageSelection.TryParse(selected, out var selection, out error) && selection.TryApply(pageCount, out var pages, out error)
            ? pages
            : throw RecognitionErrors.PageOutOfRange(error);
    }
}
