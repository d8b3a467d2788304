using System.Text;

namespace Spade.Documents.Pages;

/// <summary>A page's text as its layout holds it: words with a space between them, lines with a line break, paragraphs with an empty
/// line.</summary>
public static class LayoutText
{
    /// <summary>Writes the text; empty when the page has no words.</summary>
    public static string Of(PageLayout layout)
    {
        var text = new StringBuilder();
        LayoutLine? before = null;
        foreach (var line in layout.Lines)
        {
            if (before is not null && (before.Block, before.Paragraph) != (line.Block, line.Paragraph))
                text.Append('\n');
            text.AppendJoin(' ', line.Words.Select(word => word.Text)).Append('\n');
            before = line;
        }

        return text.ToString();
    }
}
