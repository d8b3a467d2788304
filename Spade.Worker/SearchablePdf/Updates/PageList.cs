using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>Reads what <c>qpdf --show-pages</c> prints, line by line.</summary>
/// <remarks>
/// <code>
/// page 1: 4 0 R
///   content:
///     7 0 R
/// </code>
/// </remarks>
internal sealed class PageList
{
    private readonly List<PdfStructurePage> _pages = [];
    private List<PdfReference> _contents = [];

    /// <summary>The pages, in order.</summary>
    public IReadOnlyList<PdfStructurePage> Pages => _pages;

    /// <summary>Reads a line.</summary>
    public void Add(string line)
    {
        if (line.StartsWith("page ", StringComparison.Ordinal) && line.Split(": ") is [_, var name])
        {
            _contents = [];
            _pages.Add(new PdfStructurePage(PdfReference.From(name) ?? default, _contents));
        }
        else if (PdfReference.From(line.Trim()) is { } content)
            _contents.Add(content);
    }
}
