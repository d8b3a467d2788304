using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Reads a PDF's structure. Nothing is drawn here.</summary>
internal sealed class PdfInspector(
    ToolRunner runner, Toolchain tools, PdfPageTree tree, IOptions<OcrOptions> options, IOptions<DocumentLimits> limits)
{
    private const int WrongPageRange = 99;

    private DocumentLimits Limits => limits.Value;

    /// <summary>Counts and measures the pages. A PDF with an owner password only, or with an empty user password, is read. Where the file
    /// states a wrong number of pages or lacks one, the document in the folder is replaced by a repaired copy.</summary>
    /// <exception cref="RecognitionException">It is no PDF, needs a password, has no pages or too many.</exception>
    public async Task<PdfFacts> InspectAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var (output, pages) = await ReadTwiceAsync(folder, cancellationToken);
        if (output.HasDirectKid && await tree.TryMakeMissingAsync(folder, cancellationToken))
            (output, pages) = await ReadTwiceAsync(folder, cancellationToken);
        // When the pages cannot be counted, poppler must not read the file either: it trusts the number in it, and silently loses pages.
        if (pages is null)
            throw Uncountable();
        if (pages.Count == 0)
            throw RecognitionErrors.NoPages();
        if (pages.Count > Limits.MaxPages)
            throw RecognitionErrors.TooManyPages(Limits.MaxPages);
        var units = await tree.ReadUnitsAsync(pages, folder, cancellationToken) ?? throw Uncountable();
        var missing = pages.Where(page => !units.ContainsKey(page)).ToHashSet();
        if (missing.Count > 0 && await tree.TryFillAsync(missing, folder, cancellationToken))
            output = await ReadAsync(folder, cancellationToken);
        if ((pages.Count != output.PageCount || FirstUnusable(output) is not null) && await tree.TryRebuildAsync(folder, cancellationToken))
            output = await ReadAsync(folder, cancellationToken);
        if (pages.Count != output.PageCount)
            throw Uncountable();
        return new PdfFacts(pages.Count, output.Pages.ToDictionary(page => page.Key, page => Measured(page.Key, page.Value)))
        {
            Missing = Enumerable.Range(1, pages.Count).Where(page => missing.Contains(pages[page - 1])).ToHashSet(),
            FirstUnusable = FirstUnusable(output),
        };

        PdfPage Measured(int page, PdfPage size) =>
            page <= pages.Count ? size with { UserUnit = units.GetValueOrDefault(pages[page - 1], 1) } : size;
    }

    /// <summary>Lists what these pages draw of images.</summary>
    /// <returns>By page number; a page that draws no image is not in it.</returns>
    /// <exception cref="RecognitionException">The pages take too long to read.</exception>
    public async Task<IReadOnlyDictionary<int, DrawnImages>> ListImagesAsync(
        IReadOnlyList<int> pages, WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = new PdfImagesOutput();
        var command = Command(tools.PdfImages, folder, "-list", "-f", Text(pages[0]), "-l", Text(pages[^1]), folder.Document) with
        {
            OnLine = output.Add,
        };
        var exit = await runner.RunAsync(command, cancellationToken);
        return exit.End == ToolEnd.Succeeded ? output.Pages : throw PdfToolErrors.Of(command, exit);
    }

    /// <summary>Reads the file with poppler and with qpdf, side by side: a page of the document cannot be begun before both have
    /// ended.</summary>
    private async Task<(PdfInfoOutput Output, IReadOnlyList<string>? Pages)> ReadTwiceAsync(
        WorkFolder folder, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(folder, either.Token);
        var listing = tree.ListAsync(folder, either.Token);
        try
        {
            // The first one's error is the document's, so that the same file fails for the same reason every time.
            var output = await reading;
            return (output, await listing);
        }
        catch
        {
            await either.CancelAsync();
            await ((Task)Task.WhenAll(reading, listing)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task<PdfInfoOutput> ReadAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = new PdfInfoOutput();
        var command = Command(tools.PdfInfo, folder, "-box", "-f", "1", "-l", Text(Limits.MaxPages), folder.Document) with
        {
            OnLine = output.Add,
            OnErrorLine = output.AddError,
        };
        var exit = await runner.RunAsync(command, cancellationToken);
        // Page 1 lies after the last page: by its own count the file has none.
        return exit.End == ToolEnd.Succeeded || exit.Code == WrongPageRange ? output : throw PdfToolErrors.Of(command, exit);
    }

    private static RecognitionException Uncountable() =>
        RecognitionErrors.Corrupt("The PDF's list of pages is damaged, and its pages cannot be counted.");

    private static int? FirstUnusable(PdfInfoOutput output)
    {
        var listed = Enumerable.Range(1, output.PageCount).FirstOrDefault(page => !output.Pages.ContainsKey(page));
        var unusable = Math.Min(listed == 0 ? int.MaxValue : listed, output.FirstUnusable ?? int.MaxValue);
        return unusable == int.MaxValue ? null : unusable;
    }

    private ToolCommand Command(string program, WorkFolder folder, params string[] arguments) =>
        new(program, folder.Path, options.Value.InspectionTimeLimit, arguments)
        {
            ProcessorLimit = InspectionBudget.For(folder, options.Value),
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
