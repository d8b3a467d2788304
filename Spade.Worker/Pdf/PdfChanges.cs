using System.Text;

namespace Spade.Worker.Pdf;

/// <summary>Writes the file that tells <c>qpdf --update-from-json</c> which objects of a PDF to replace in a copy.</summary>
internal static class PdfChanges
{
    // The highest object's number is required, but qpdf counts by itself.
    private const string Head = """{"version":2,"qpdf":[{"jsonversion":2,"pdfversion":"1.7","maxobjectid":1},{""";

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objects">References such as <c>6 0 R</c>, and what to put in their place, in qpdf's JSON.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static Task WriteAsync(
        string path, IEnumerable<(string Reference, string Json)> objects, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(Head);
        text.AppendJoin(',', objects.Select(change => $"\"obj:{change.Reference}\":{change.Json}"));
        return File.WriteAllTextAsync(path, text.Append("}]}").ToString(), cancellationToken);
    }
}
