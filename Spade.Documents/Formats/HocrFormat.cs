using System.Globalization;
using System.Text;
using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>hOCR 1.2 as XHTML in XML syntax.</summary>
/// <remarks>Without a document type: it would name a DTD, which some readers load from the network and strict ones refuse.</remarks>
public sealed class HocrFormat : ILayoutFormat
{
    /// <inheritdoc/>
    public void WriteHead(StringBuilder text, LayoutHeading heading, int pages)
    {
        text.Append("""
            <?xml version="1.0" encoding="UTF-8"?>
            <html xmlns="http://www.w3.org/1999/xhtml">
             <head>
              <meta charset="UTF-8"/>
              <title>
            """);
        XmlText.Append(text, heading.FileName ?? heading.DocumentId);
        text.Append("""
            </title>
              <meta name="ocr-system" content="spade"/>
              <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_lang ocrp_wconf"/>

            """);
        text.Append(CultureInfo.InvariantCulture, $"  <meta name=\"ocr-number-of-pages\" content=\"{pages}\"/>\n");
        text.Append("  <meta name=\"ocr-langs\" content=\"");
        XmlText.Append(text, string.Join(' ', heading.Language.Split('+').Select(Tag)));
        text.Append("\"/>\n </head>\n <body>\n");
    }

    /// <inheritdoc/>
    public void WritePage(StringBuilder text, int number, PageLayout layout)
    {
        var page = new HocrPage(text, number, Tag(layout.Language.Split('+')[0]));
        page.Write(layout);
    }

    /// <inheritdoc/>
    public void WriteUnread(StringBuilder text, EndedPage page)
    {
        text.Append(CultureInfo.InvariantCulture, $"  <!-- Page {page.Number} could not be read: ");
        // Two hyphens would end the comment.
        text.Append(page.ErrorType?.Replace("--", "-", StringComparison.Ordinal)).Append(" -->\n");
    }

    /// <inheritdoc/>
    public void WriteFoot(StringBuilder text) => text.Append(" </body>\n</html>\n");

    // Tesseract's names, such as chi_sim, in the syntax of language tags.
    private static string Tag(string language) => language.Replace('_', '-');
}
