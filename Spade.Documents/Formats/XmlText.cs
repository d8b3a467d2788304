using System.Text;
using System.Xml;

namespace Spade.Documents.Formats;

/// <summary>Text in XML. A PDF's own text may hold characters that XML cannot express, not even escaped.</summary>
internal static class XmlText
{
    /// <summary>Appends text, escaped for content and for attributes in quotation marks.</summary>
    public static void Append(StringBuilder output, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                output.Append(text[i]).Append(text[++i]);
            else
                Append(output, text[i]);
        }
    }

    private static void Append(StringBuilder output, char character) => _ = character switch
    {
        '&' => output.Append("&amp;"),
        '<' => output.Append("&lt;"),
        '>' => output.Append("&gt;"),
        '"' => output.Append("&quot;"),
        _ => output.Append(XmlConvert.IsXmlChar(character) ? character : '\uFFFD'),
    };
}
