using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Counts a PDF's pages by walking its page tree, and can write a copy that states the right count. Poppler trusts the count in
/// the tree's root: it ignores pages beyond that count, and draws the page before in place of one that does not exist.</summary>
internal sealed class PdfPageTree(ToolRunner runner, Toolchain tools, IOptions<OcrOptions> options)
{
    private const int Warnings = 3;

    // A line of JSON that begins like this is a key: in a string value the quotation mark would be escaped.
    private const string PageKey = "\"pageposfrom1\":";

    /// <summary>Counts the leaves of the tree.</summary>
    /// <returns>Null when the tree cannot be walked, because it contains itself or the file is too damaged.</returns>
    public async Task<int?> CountAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var pages = 0;
        var command = Command(folder, "--json", "--json-key=pages", folder.Document) with
        {
            OnLine = line => pages += line.AsSpan().TrimStart().StartsWith(PageKey, StringComparison.Ordinal) ? 1 : 0,
        };
        return await SucceedsAsync(command, cancellationToken) ? pages : null;
    }

    /// <summary>Replaces the document in the folder by a copy whose page tree is right.</summary>
    /// <returns>False when that is impossible; the document is then unchanged.</returns>
    public async Task<bool> TryRebuildAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var copy = folder.File("rebuilt");
        // The copy starts from an empty file: with the document itself as the base, qpdf fails because of the wrong count as well.
        var command = Command(folder, "--deterministic-id", "--empty", "--pages", folder.Document, "1-z", "--", copy);
        if (!await SucceedsAsync(command, cancellationToken))
            return false;
        File.Move(copy, folder.Document, overwrite: true);
        folder.IsRebuilt = true;
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
