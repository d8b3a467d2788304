using Spade.Documents.Content;
using Spade.Worker.Folders;
using Spade.Worker.Images;

namespace Spade.Worker.Pdf;

/// <summary>A PDF.</summary>
internal sealed class OpenPdf(IReadOnlyList<PagePlan> plans, DocumentSource source, WorkFolder folder, PdfPageReader reader)
    : OpenDocument([.. plans.Select(plan => plan.Page)])
{
    /// <inheritdoc/>
    public override IAsyncEnumerable<PageImage> ReadAsync(IReadOnlyList<int> pages, CancellationToken cancellationToken)
    {
        var wanted = pages.ToHashSet();
        return reader.ReadAsync(
            folder.Document, [.. plans.Where(plan => wanted.Contains(plan.Page))], source.TextSource, source.Language, folder,
            cancellationToken);
    }
}
