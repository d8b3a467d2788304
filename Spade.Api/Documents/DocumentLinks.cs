namespace Spade.Api.Documents;

/// <summary>Addresses of a document's representations.</summary>
/// <param name="Self">The document.</param>
/// <param name="Text">The text of its finished pages.</param>
/// <param name="Hocr">The words of its finished pages with their places, as hOCR.</param>
/// <param name="Tsv">The same as Tesseract's TSV.</param>
/// <param name="Pdf">The searchable PDF, once the document has ended.</param>
/// <param name="File">The uploaded file.</param>
/// <param name="Events">Its progress, as server-sent events.</param>
internal sealed record DocumentLinks(string Self, string Text, string Hocr, string Tsv, string Pdf, string File, string Events)
{
    public static DocumentLinks To(string id)
    {
        var self = $"/documents/{id}";
        return new DocumentLinks(self, self + "/text", self + "/hocr", self + "/tsv", self + "/pdf", self + "/file", self + "/events");
    }
}
