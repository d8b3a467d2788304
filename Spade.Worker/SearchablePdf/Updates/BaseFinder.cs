using Spade.Worker.Folders;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>Finds the file that an update can be appended to: the upload itself where all readers read it alike, a copy that <c>qpdf</c>
/// has rewritten otherwise.</summary>
internal sealed class BaseFinder(PdfTools tools, StructureReader reader)
{
    /// <summary>Finds the file.</summary>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="isUpdated">False when nothing will be appended; encryption is no obstacle then.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SearchablePdfException">The document is so damaged that it cannot even be rewritten.</exception>
    public async Task<PdfBase> FindAsync(WorkFolder folder, bool isUpdated, CancellationToken cancellationToken)
    {
        if (await TryAsync(folder, folder.Document, !folder.IsRebuilt, isUpdated, cancellationToken) is { } upload)
            return upload;
        // The second way loses what is no page (outlines, form fields), but mends what the first one leaves.
        var rewritten = folder.File("rewritten.pdf");
        string[][] ways = [[folder.Document], ["--empty", "--pages", folder.Document, "1-z", "--"]];
        foreach (var way in ways)
        {
            if (await TryRewriteAsync(folder, [.. way, rewritten], cancellationToken)
                && await TryAsync(folder, rewritten, isUpload: false, isUpdated, cancellationToken) is { } copy)
                return copy;
        }

        throw new SearchablePdfException("the PDF is damaged and could not be rewritten");
    }

    private async Task<bool> TryRewriteAsync(WorkFolder folder, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            await tools.RunQpdfAsync(folder, ["--decrypt", "--deterministic-id", .. arguments], cancellationToken);
            return true;
        }
        catch (SearchablePdfException)
        {
            return false;
        }
    }

    private async Task<PdfBase?> TryAsync(
        WorkFolder folder, string path, bool isUpload, bool isUpdated, CancellationToken cancellationToken)
    {
        try
        {
            var structure = await reader.ReadAsync(folder, path, cancellationToken);
            var isUsable = structure.IsSound && structure.HasDistinctPages && !(isUpdated && structure.IsEncrypted);
            return isUsable && await PdfTail.ReadAsync(path, cancellationToken) is { } tail
                ? new PdfBase(path, isUpload, structure, tail)
                : null;
        }
        catch (SearchablePdfException)
        {
            return null;
        }
    }
}
