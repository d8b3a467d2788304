using System.Globalization;
using Spade.Api.Downloads;
using Spade.Documents.Documents;
using Spade.Documents.Formats;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>An output that is made from a document's pages.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Version">Part of its entity tag; raised when the same pages would give other bytes than before.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Extension">Extension of its file name.</param>
internal sealed record OutputFormat(string Name, int Version, string ContentType, string Extension)
{
    public static readonly OutputFormat Text = new("text", 1, "text/plain; charset=utf-8", ".txt");
    public static readonly OutputFormat Hocr = new("hocr", 1, "application/xhtml+xml; charset=utf-8", ".hocr");
    public static readonly OutputFormat Tsv = new("tsv", 1, "text/tab-separated-values; charset=utf-8", ".tsv");

    /// <summary>The answer with this output, and headers that say how complete it is.</summary>
    public IResult Answer(HttpResponse response, DocumentView document, IReadOnlyList<EndedPage> pages, PagedOutput output)
    {
        var headers = response.Headers;
        headers["Spade-Status"] = document.Status.ToWord();
        headers["Spade-Pages-Done"] = Number(pages.Count);
        headers["Spade-Pages-Failed"] = Number(pages.Count(page => page.ErrorType is not null));
        if (document.PagesTotal is { } total)
            headers["Spade-Pages-Total"] = Number(total);
        return new PagedResult(output, ContentType, OutputNames.Of(document, Extension))
        {
            // Other pages than the document had when it was found: it has been started again since, and its outputs change.
            ETag = document.Status.HasEnded() && pages.Count == document.PagesDone ? ETag(document) : null,
            Modified = document.CompletedAt,
        };
    }

    // A document that is started again ends at another time, and may then have more pages.
    private string ETag(DocumentView document) =>
        string.Create(CultureInfo.InvariantCulture, $"{document.Id}-{Name}{Version}-{document.CompletedAt?.UtcTicks ?? 0:x}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
