using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Counts a PDF's pages by walking the tree that holds them, and writes a copy that says the same. Poppler believes what the
/// tree's root says of itself: pages beyond that number are never seen, and pages that are not there are drawn as the one before them.</summary>
internal sealed class PdfPageTree(ToolRunner runner, Toolchain tools, IOptions<OcrOptions> options)
{
    private const int Warnings = 3;

    // A line of JSON that begins so is a key: within a text the quotation mark would come with a backslash.
    private const string PageKey = "\"pageposfrom1\":";

    /// <summary>Counts the leaves of the tree.</summary>
    /// <returns>Null when the tree cannot be walked: it bites its tail, or the file is too damaged for that.</returns>
    public async Task<int?> CountAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var pages = 0;
        var command = Command(folder, "--json", "--json-key=pages", folder.Document) with
        {
            OnLine = line => pages += line.AsSpan().TrimStart().StartsWith(PageKey, StringComparison.Ordinal) ? 1 : 0,
        };
        return await SucceedsAsync(command, cancellationToken) ? pages : null;
    }

    /// <summary>Replaces the document in the folder by a copy whose tree is in order.</summary>
    /// <returns>False when that is impossible; the document is as it was.</returns>
    public async Task<bool> TryRebuildAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var copy = folder.File("rebuilt");
        // From nothing: with the file itself as the base, qpdf stumbles over the number as well.
        if (!await SucceedsAsync(Command(folder, "--empty", "--pages", folder.Document, "1-z", "--", copy), cancellationToken))
            return false;
        File.Move(copy, folder.Document, overwrite: true);
        return true;
    }

    private ToolCommand Command(WorkFolder folder, params string[] arguments) =>
        new(tools.Qpdf, folder.Path, options.Value.InspectionTimeLimit, arguments)
        {
            ProcessorLimit = InspectionBudget.For(folder, options.Value),
        };

    private async Task<bool> SucceedsAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        var exit = await runner.RunAsync(command, cancellationToken);
        return exit.End switch
        {
            ToolEnd.Succeeded => true,
            ToolEnd.ExitedWithError => exit.Code == Warnings,
            _ => throw PdfToolErrors.Of(command, exit),
        };
    }
}
