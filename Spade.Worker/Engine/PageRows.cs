using System.Buffers;
using System.Globalization;
using System.Text;

namespace Spade.Worker.Engine;

/// <summary>Gathers the rows of a page from the output of a Tesseract that is kept open, until the row of the next page comes.</summary>
/// <param name="nextPage">Number of the next page, as Tesseract counts.</param>
internal sealed class PageRows(int nextPage)
{
    private const int Portion = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(Portion);
    private readonly byte[] _next = Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{TesseractRow.PageLevel}\t{nextPage}\t"));

    private int _lineStart;
    private int _searched;

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>True when the whole row of the next page is there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Where to read the next bytes to.</summary>
    public Memory<byte> Room() => _bytes.GetMemory(Portion);

    /// <summary>Adds the bytes that were read.</summary>
    public void Add(int count)
    {
        _bytes.Advance(count);
        while (!IsComplete && _bytes.WrittenSpan[_searched..].IndexOf((byte)'\n') is var length and >= 0)
        {
            IsComplete = _bytes.WrittenSpan[_lineStart..].StartsWith(_next);
            if (!IsComplete)
                _lineStart = _searched + length + 1;
            _searched += length + 1;
        }

        if (!IsComplete)
            _searched = _bytes.WrittenCount;
    }

    /// <summary>The rows of the page, and whatever stood before them.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan[.._lineStart]);
}
