using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Spade.Documents.Pages;

namespace Spade.Tests.Api;

/// <summary>Reads hOCR as its consumers do: strict XML, classes, and properties in titles.</summary>
internal sealed class Hocr
{
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    private readonly XDocument _document;

    private Hocr(XDocument document) => _document = document;

    public IEnumerable<XElement> Pages => WithClass("ocr_page");

    public static Hocr Parse(string text)
    {
        // A strict reader: it refuses document types, and characters that XML does not allow.
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var document = XDocument.Load(reader);
        Assert.Equal(Xhtml + "html", document.Root?.Name);
        return new Hocr(document);
    }

    public IEnumerable<XElement> WithClass(string name) =>
        _document.Descendants().Where(element => (string?)element.Attribute("class") == name);

    public string? Meta(string name) => (string?)_document.Descendants(Xhtml + "meta")
        .SingleOrDefault(meta => (string?)meta.Attribute("name") == name)?.Attribute("content");

    public string Title => _document.Descendants(Xhtml + "title").Single().Value;

    public IEnumerable<string> Ids => _document.Descendants().Attributes("id").Select(id => id.Value);

    /// <summary>A property in an element's title, such as <c>bbox</c>; null when it has none.</summary>
    public static string? Property(XElement element, string name) => element.Attribute("title")!.Value
        .Split(';', StringSplitOptions.TrimEntries)
        .FirstOrDefault(property => property.StartsWith(name + " ", StringComparison.Ordinal))?[(name.Length + 1)..];

    public static PixelBox Box(XElement element)
    {
        var edges = Property(element, "bbox")!.Split(' ').Select(edge => int.Parse(edge, CultureInfo.InvariantCulture)).ToArray();
        return new PixelBox(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]);
    }
}
