using System.Buffers;
using System.Globalization;
using System.Text;
using Spade.Documents.Documents;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>The text of a document's finished pages, separated by form feeds. Its headers say how complete it is. The text of a page that
/// could not be read is empty.</summary>
internal sealed class RecognizedText(DocumentText source, DocumentView document, IReadOnlyList<int> pages) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers["Spade-Status"] = document.Status.ToWord();
        response.Headers["Spade-Pages-Done"] = pages.Count.ToString(CultureInfo.InvariantCulture);
        response.Headers["Spade-Pages-Failed"] = document.PagesFailed.ToString(CultureInfo.InvariantCulture);
        if (document.PagesTotal is { } total)
            response.Headers["Spade-Pages-Total"] = total.ToString(CultureInfo.InvariantCulture);

        var first = true;
        await foreach (var text in source.ReadAsync(document.Id, pages, httpContext.RequestAborted))
        {
            if (!first)
                response.BodyWriter.Write("\f"u8);
            first = false;
            Encoding.UTF8.GetBytes(text, response.BodyWriter);
            // Waits for a slow client after each page, which bounds the memory.
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
