using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Lists a PDF's pages by walking its page tree, and can repair the tree. Poppler trusts the count in the tree's root: it ignores
/// pages beyond that count, draws the page before in place of one that does not exist, and numbers the pages after a missing one
/// wrongly.</summary>
internal sealed class PdfPageTree(ToolRunner runner, Toolchain tools, IOptions<OcrOptions> options)
{
    private const int Warnings = 3;
    private const string BlankPage = """{"value":{"/Type":"/Page","/MediaBox":[0,0,595,842]}}""";

    /// <summary>Lists the leaves of the tree: the object of each page.</summary>
    /// <returns>Null when the tree cannot be walked, because it contains itself or the file is too damaged.</returns>
    public async Task<IReadOnlyList<string>?> ListAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var objects = new PdfPageObjects();
        var command = Command(folder, "--json", "--json-key=pages", folder.Document) with { OnLine = objects.Add };
        return await SucceedsAsync(command, cancellationToken) ? objects.Pages : null;
    }

    /// <summary>Reads the units of pages.</summary>
    /// <param name="pages">The objects of the pages.</param>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The unit of each page that is in the file; null when they cannot be read.</returns>
    public async Task<IReadOnlyDictionary<string, double>?> ReadUnitsAsync(
        IReadOnlyList<string> pages, WorkFolder folder, CancellationToken cancellationToken)
    {
        var objects = new PdfPageObjects();
        var arguments = folder.File("objects");
        // In a file, because a command line has a longest length. The list of pages is asked for too, because making it turns pages that
        // stand in the tree itself into objects.
        string[] lines = ["--json", "--json-key=pages", "--json-key=qpdf", .. pages.Select(page => $"--json-object={Number(page)}")];
        await File.WriteAllLinesAsync(arguments, lines, cancellationToken);
        var command = Command(folder, $"@{arguments}", folder.Document) with { OnLine = objects.Add };
        return await SucceedsAsync(command, cancellationToken) ? objects.UserUnits : null;
    }

    /// <summary>Replaces the document in the folder by a copy whose page tree is right.</summary>
    /// <returns>False when that is impossible; the document is then unchanged.</returns>
    public Task<bool> TryRebuildAsync(WorkFolder folder, CancellationToken cancellationToken) =>
        // The copy starts from an empty file: with the document itself as the base, qpdf fails because of the wrong count as well.
        TryReplaceAsync(folder, ["--empty", "--pages", folder.Document, "1-z", "--"], cancellationToken);

    /// <summary>Replaces the document in the folder by a copy with blank pages in the place of missing ones, so that the pages after them
    /// keep their numbers.</summary>
    /// <param name="missing">The objects of the missing pages.</param>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False when that is impossible; the document is then unchanged.</returns>
    public async Task<bool> TryFillAsync(IEnumerable<string> missing, WorkFolder folder, CancellationToken cancellationToken)
    {
        var changes = folder.File("missing");
        await PdfChanges.WriteAsync(changes, missing.Select(page => (page, BlankPage)), cancellationToken);
        return await TryReplaceAsync(folder, [folder.Document, $"--update-from-json={changes}"], cancellationToken);
    }

    /// <summary>Replaces the document in the folder by a copy in which every entry of the page tree that is no page, such as a number, is a
    /// missing page. Without that qpdf lists no page at all, and poppler finds no page after the entry.</summary>
    /// <returns>False when there is no such entry or that is impossible; the document is then unchanged.</returns>
    public async Task<bool> TryMakeMissingAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var nodes = new PdfPageNodes();
        var command = Command(folder, "--json", "--json-key=qpdf", folder.Document) with { OnLine = nodes.Add };
        if (!await SucceedsAsync(command, cancellationToken) || nodes.Changes.Count == 0)
            return false;
        var changes = folder.File("strays");
        await PdfChanges.WriteAsync(changes, nodes.Changes, cancellationToken);
        return await TryReplaceAsync(folder, [folder.Document, $"--update-from-json={changes}"], cancellationToken);
    }

    private async Task<bool> TryReplaceAsync(WorkFolder folder, string[] arguments, CancellationToken cancellationToken)
    {
        var copy = folder.File("rebuilt");
        if (!await SucceedsAsync(Command(folder, ["--deterministic-id", .. arguments, copy]), cancellationToken))
            return false;
        File.Move(copy, folder.Document, overwrite: true);
        folder.IsRebuilt = true;
        return true;
    }

    // "6 0 R" becomes "6,0".
    private static string Number(string reference)
    {
        var parts = reference.Split(' ');
        return $"{parts[0]},{parts[1]}";
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
