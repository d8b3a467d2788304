using System.Runtime.CompilerServices;
using System.Text;
using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>The text of pages, a form feed between two. A page that could not be read is empty, so that the others keep their
/// places.</summary>
public sealed class TextOutput(DocumentText source, string documentId, IReadOnlyList<EndedPage> pages) : PagedOutput
{
    /// <inheritdoc/>
    protected override int Pages => pages.Count;

    /// <inheritdoc/>
    protected override void WriteHead(StringBuilder text)
    {
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<int> WritePagesAsync(
        StringBuilder text, int first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = first;
        var numbers = pages.Skip(first).Select(page => page.Number).ToList();
        await foreach (var page in source.ReadAsync(documentId, numbers, cancellationToken))
        {
            if (index > 0)
                text.Append('\f');
            text.Append(page);
            yield return index++;
        }
    }

    /// <inheritdoc/>
    protected override void WriteFoot(StringBuilder text)
    {
    }
}
