using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Spade.Documents.Pages;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;
using Spade.Worker.Images;

namespace Spade.Worker.Pdf;

/// <summary>Makes the images of a PDF's pages, in order and a few ahead: those of pages that are one full-page image from that image, the
/// others by drawing them. Adds a page's own text where it is asked for.</summary>
internal sealed class PdfPageReader(
    FullPageProbe probe, PageExtractor extractor, PdfRasterizer rasterizer, OwnText ownText, IOptions<OcrOptions> options)
{
    private static readonly IReadOnlyDictionary<int, PageImage> NoImages = new Dictionary<int, PageImage>();

    /// <summary>Makes the images.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="plans">The pages in order.</param>
    /// <param name="text">Where the text is taken from.</param>
    /// <param name="language">Tesseract's name of the language.</param>
    /// <param name="folder">Where the images go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<PageImage> ReadAsync(
        string pdf, IReadOnlyList<PagePlan> plans, TextSource text, string language, WorkFolder folder,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var candidates = plans.Select(plan => plan.FullPageImage?.Reference).OfType<string>().ToList();
        var copy = candidates.Count == 0 ? null : await probe.TryCopyAsync(pdf, candidates, folder, cancellationToken);
        var history = new DrawingHistory();
        foreach (var batch in Batches(plans))
        {
            var taken = copy is null ? NoImages : await TakeAsync(pdf, copy, batch, folder, cancellationToken);
            var others = batch.Where(plan => plan.Problem is null && !taken.ContainsKey(plan.Page)).ToList();
            await using var drawn = rasterizer.DrawAsync(pdf, others, history, folder, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            foreach (var plan in batch)
            {
                var image = plan.Problem is { } problem ? PageImage.Missing(plan.Page, problem)
                    : taken.TryGetValue(plan.Page, out var own) ? own
                    : await drawn.MoveNextAsync() ? drawn.Current
                    : throw new InvalidOperationException($"Page {plan.Page} was not drawn.");
                yield return image.Problem is not null || text == TextSource.Ocr
                    ? image
                    : await ownText.AddAsync(pdf, plan, image, text, language, folder, cancellationToken);
            }
        }
    }

    /// <summary>Splits the pages into batches. The first ones are small, because cores have nothing to do until the pages of a batch are
    /// there; later ones are prepared while earlier ones are recognised.</summary>
    private IEnumerable<IReadOnlyList<PagePlan>> Batches(IReadOnlyList<PagePlan> plans)
    {
        for (var begun = 0; begun < plans.Count;)
        {
            var size = Math.Clamp(begun / options.Value.PagesAtOnce, 1, PdfRasterizer.BatchPages);
            List<PagePlan> batch = [.. plans.Skip(begun).Take(size)];
            yield return batch;
            begun += batch.Count;
        }
    }

    private async Task<IReadOnlyDictionary<int, PageImage>> TakeAsync(
        string pdf, string copy, IEnumerable<PagePlan> batch, WorkFolder folder, CancellationToken cancellationToken)
    {
        var images = new Dictionary<int, PageImage>();
        foreach (var run in Runs(batch.Where(plan => plan.FullPageImage is not null)))
        {
            var turns = await probe.FindAsync(copy, run, folder, cancellationToken);
            foreach (var found in Runs(run.Where(plan => turns.ContainsKey(plan.Page))))
            {
                foreach (var (page, image) in await extractor.TakeAsync(pdf, found, turns, folder, cancellationToken))
                    images[page] = image;
            }
        }

        return images;
    }

    /// <summary>Splits pages into runs of consecutive ones that are drawn alike.</summary>
    private static IEnumerable<List<PagePlan>> Runs(IEnumerable<PagePlan> plans)
    {
        List<PagePlan> run = [];
        foreach (var plan in plans)
        {
            if (run.Count > 0 && (plan.Page != run[^1].Page + 1 || plan.Size.IsWhole != run[^1].Size.IsWhole))
            {
                yield return run;
                run = [];
            }

            run.Add(plan);
        }

        if (run.Count > 0)
            yield return run;
    }
}
