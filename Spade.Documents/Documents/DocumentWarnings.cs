using System.Globalization;
using Spade.Documents.Pages;

namespace Spade.Documents.Documents;

/// <summary>What a user of a document should know although it did not fail.</summary>
public static class DocumentWarnings
{
    /// <summary>The warnings in sentences, such as <c>2 of 30 pages could not be read: 7, 12.</c> Empty when every page was read, and when
    /// none was: then the document's error says why.</summary>
    /// <param name="pagesFailed">Pages that could not be read.</param>
    /// <param name="pagesTotal">Pages to recognise; null until they are counted.</param>
    /// <param name="failedPages">The numbers of the first of them, in order.</param>
    public static IReadOnlyList<string> Of(int pagesFailed, int? pagesTotal, IReadOnlyList<int> failedPages)
    {
        ArgumentNullException.ThrowIfNull(failedPages);
        if (pagesFailed == 0 || pagesFailed == pagesTotal || failedPages.Count == 0)
            return [];
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pagesFailed} of {pagesTotal} pages could not be read: {PageList.Format(failedPages, pagesFailed)}."),
        ];
    }
}
