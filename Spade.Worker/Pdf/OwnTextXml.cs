using System.Globalization;
using System.Xml;

namespace Spade.Worker.Pdf;

/// <summary>Parses what <c>pdftotext -bbox-layout</c> writes.</summary>
internal static class OwnTextXml
{
    private const string Start = "<doc>";
    private const string End = "</doc>";
    private const int MaxWords = 50_000;

    /// <summary>Parses the pages of the output.</summary>
    /// <returns>The lines that hold words; null when the output is not what it should be, or has an absurd number of words.</returns>
    public static IReadOnlyList<OwnTextLine>? TryParse(string output)
    {
        // What comes before names a document type, which must not be read. The document's title there cannot hold the mark.
        var (start, end) = (output.IndexOf(Start, StringComparison.Ordinal), output.LastIndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start)
            return null;
        try
        {
            using var text = new StringReader(OnlyXml(output.AsSpan(start, end + End.Length - start)));
            using var reader = XmlReader.Create(text, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = output.Length,
            });
            return Read(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static List<OwnTextLine>? Read(XmlReader reader)
    {
        var lines = new List<OwnTextLine>();
        var words = new List<OwnTextWord>();
        var (block, count) = (0, 0);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.Name is "line" or "block" && words.Count > 0)
            {
                lines.Add(new OwnTextLine(block, words));
                words = [];
            }

            if (reader.Name == "block")
                block++;
            else if (reader.Name == "word" && ReadWord(reader) is { } word)
            {
                words.Add(word);
                if (++count > MaxWords)
                    return null;
            }
        }

        if (words.Count > 0)
            lines.Add(new OwnTextLine(block, words));
        return lines;
    }

    private static OwnTextWord? ReadWord(XmlReader reader)
    {
        var (left, top, right, bottom) = (Number(reader, "xMin"), Number(reader, "yMin"), Number(reader, "xMax"), Number(reader, "yMax"));
        var text = reader.ReadString().Trim();
        return text.Length > 0 && right > left && bottom > top ? new OwnTextWord(text, left, top, right, bottom) : null;
    }

    private static double Number(XmlReader reader, string name) =>
        double.TryParse(reader.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Puts a replacement character in the place of what XML does not allow: a font may map to anything.</summary>
    private static string OnlyXml(ReadOnlySpan<char> text)
    {
        var clean = text.ToString().ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
                i++;
            else if (!XmlConvert.IsXmlChar(clean[i]))
                clean[i] = '\uFFFD';
        }

        return new string(clean);
    }
}
