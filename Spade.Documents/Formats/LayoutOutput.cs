using System.Runtime.CompilerServices;
using System.Text;
using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>The words of pages with their places, in a format.</summary>
public sealed class LayoutOutput(DocumentLayouts source, ILayoutFormat format, LayoutHeading heading, IReadOnlyList<EndedPage> pages)
    : PagedOutput
{
    /// <inheritdoc/>
    protected override int Pages => pages.Count;

    /// <inheritdoc/>
    protected override void WriteHead(StringBuilder text) => format.WriteHead(text, heading, pages.Count(page => page.HasLayout));

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<int> WritePagesAsync(
        StringBuilder text, int first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = first;
        var numbers = pages.Skip(first).Select(page => page.Number).ToList();
        await foreach (var layout in source.ReadAsync(heading.DocumentId, numbers, cancellationToken))
        {
            if (layout is null)
                format.WriteUnread(text, pages[index]);
            else
                format.WritePage(text, pages[index].Number, layout);
            yield return index++;
        }
    }

    /// <inheritdoc/>
    protected override void WriteFoot(StringBuilder text) => format.WriteFoot(text);
}
