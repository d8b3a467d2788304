using System.Globalization;
using System.IO.Compression;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>Writes objects one after the other and remembers where each begins.</summary>
/// <param name="parts">Where they go.</param>
/// <param name="first">The number of the first new object.</param>
internal sealed class PdfObjects(PdfParts parts, int first)
{
    private readonly SortedDictionary<int, (long Offset, int Generation)> _offsets = [];
    private int _next = first;

    /// <summary>The numbers of the objects that were written, in order, with their places and generations.</summary>
    public IReadOnlyDictionary<int, (long Offset, int Generation)> Offsets => _offsets;

    /// <summary>One more than the highest number that is in use.</summary>
    public int Size => _next;

    /// <summary>Takes the next number, for an object that is written later.</summary>
    public PdfReference Reserve() => new(_next++);

    /// <summary>Writes a new object.</summary>
    public PdfReference Add(string body)
    {
        var reference = Reserve();
        Write(reference, body);
        return reference;
    }

    /// <summary>Writes a new stream, compressed.</summary>
    /// <param name="entries">What its dictionary holds beside length and filter.</param>
    /// <param name="data">Its bytes before compression.</param>
    public PdfReference AddStream(string entries, ReadOnlySpan<byte> data)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        var reference = Reserve();
        Begin(reference);
        parts.Write(string.Create(
            CultureInfo.InvariantCulture, $"<< {entries} /Filter /FlateDecode /Length {compressed.Length} >>\nstream\n"));
        parts.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        parts.Write("\nendstream\nendobj\n");
        return reference;
    }

    /// <summary>Writes an object under a number that is taken already.</summary>
    public void Write(PdfReference reference, string body)
    {
        Begin(reference);
        parts.Write($"{body}\nendobj\n");
    }

    /// <summary>Begins an object whose body the caller writes, up to and with <c>endobj</c>.</summary>
    public void Begin(PdfReference reference)
    {
        _offsets.Add(reference.Number, (parts.Position, reference.Generation));
        parts.Write(string.Create(CultureInfo.InvariantCulture, $"{reference.Number} {reference.Generation} obj\n"));
    }
}
