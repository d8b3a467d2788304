using Spade.Documents.Pages;

namespace Spade.Worker.Engine;

/// <summary>The lines and words of one page, from Tesseract's <c>tsv</c> output.</summary>
/// <param name="HasPage">True when the table describes a page. For an image that it cannot read, Tesseract may exit with 0 and an empty
/// table.</param>
/// <param name="Lines">Lines with at least one word, in reading order.</param>
internal sealed record TesseractTable(bool HasPage, IReadOnlyList<LayoutLine> Lines)
{
    /// <summary>The table of a page without marks.</summary>
    public static TesseractTable Blank { get; } = new(HasPage: true, []);

    /// <summary>Words found.</summary>
    public int Words { get; } = Lines.Sum(line => line.Words.Count);

    /// <summary>Mean confidence of the words, 0 to 100; null when there are none.</summary>
    public double? Confidence { get; } = Lines.SelectMany(line => line.Words).Average(word => word.Confidence);

    /// <summary>Reads the output.</summary>
    /// <param name="table">All of it.</param>
    /// <param name="width">Columns of the page; boxes are cut to it.</param>
    /// <param name="height">Rows of the page.</param>
    public static TesseractTable Parse(ReadOnlySpan<char> table, int width, int height)
    {
        var hasPage = false;
        var lines = new LineBuilder();
        var page = new PixelBox(0, 0, width, height);
        foreach (var range in table.Split('\n'))
        {
            if (!TesseractRow.TryParse(table[range], page, out var row))
                continue;
            hasPage |= row.Level == TesseractRow.PageLevel;
            if (row.Level == TesseractRow.LineLevel)
                lines.Begin(row);
            else if (row.Word is { } word)
                lines.Add(row, word);
        }

        return new TesseractTable(hasPage, lines.Finish());
    }

    /// <summary>Gathers words into lines. A line's box is what its words cover: Tesseract's own also covers specks that are no
    /// words.</summary>
    private sealed class LineBuilder
    {
        private readonly List<LayoutLine> _lines = [];
        private readonly List<LayoutWord> _words = [];
        private (int Block, int Paragraph) _place;

        public void Begin(TesseractRow row)
        {
            End();
            _place = (row.Block, row.Paragraph);
        }

        public void Add(TesseractRow row, LayoutWord word)
        {
            if (_words.Count == 0)
                _place = (row.Block, row.Paragraph);
            _words.Add(word);
        }

        public List<LayoutLine> Finish()
        {
            End();
            return _lines;
        }

        private void End()
        {
            if (_words.Count == 0)
                return;
            var left = _words.Min(word => word.Box.Left);
            var top = _words.Min(word => word.Box.Top);
            var right = _words.Max(word => word.Box.Left + word.Box.Width);
            var bottom = _words.Max(word => word.Box.Top + word.Box.Height);
            _lines.Add(new LayoutLine(_place.Block, _place.Paragraph, new PixelBox(left, top, right - left, bottom - top), [.. _words]));
            _words.Clear();
        }
    }
}
