using System.Globalization;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;

namespace Spade.Api.Documents;

/// <summary>Why a page has no result.</summary>
internal static class MissingPage
{
    /// <summary>Reads a page number; false for text that is none.</summary>
    public static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= PageSelection.MaxPage;

    /// <summary>The problem for a text that is no page number.</summary>
    public static ApiProblem NoNumber(string text)
    {
        var shown = text.Length <= 20 ? text : text[..20] + "…";
        return ApiProblems.PageNotFound($"'{shown}' is not a page number; pages are numbered from 1.");
    }

    /// <summary>The problem for a page that has not ended, or does not exist.</summary>
    public static ApiProblem Problem(DocumentView document, int number)
    {
        if (document.Pages is { } asked && PageSelection.TryParse(asked, out var selection, out _) && !selection.Contains(number))
            return ApiProblems.PageNotFound(Text($"Page {number} was not asked for; the upload asked for {asked}."));
        if (document is { Pages: null, PagesTotal: { } total } && number > total)
        {
            var pages = total == 1 ? "page" : "pages";
            return ApiProblems.PageNotFound(Text($"Page {number} does not exist; the document has {total} {pages}."));
        }

        return document.Status switch
        {
            DocumentStatus.Completed => ApiProblems.PageNotFound(Text($"The document has no page {number}.")),
            DocumentStatus.Failed or DocumentStatus.Cancelled => ApiProblems.PageNotFound(Text(
                $"The document ended as {document.Status.ToWord()} before page {number} was read. Retry it to read the page.")),
            _ => ApiProblems.NotFinished(Text($"Page {number} is not read yet; the document is {document.Status.ToWord()}.")),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
