using System.Text;
using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>A format for words and their places.</summary>
public interface ILayoutFormat
{
    /// <summary>Writes what comes before the pages.</summary>
    /// <param name="text">Receives it.</param>
    /// <param name="heading">The document.</param>
    /// <param name="pages">How many pages follow.</param>
    void WriteHead(StringBuilder text, LayoutHeading heading, int pages);

    /// <summary>Writes a page.</summary>
    void WritePage(StringBuilder text, int number, PageLayout layout);

    /// <summary>Writes something in the place of a page that could not be read, where the format can say so.</summary>
    void WriteUnread(StringBuilder text, EndedPage page);

    /// <summary>Writes what comes after the pages.</summary>
    void WriteFoot(StringBuilder text);
}
