using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>Writes the end of a PDF: the places of its objects, the trailer, and where both begin.</summary>
internal static class CrossReferences
{
    private const int OffsetBytes = 5;

    /// <summary>As a table.</summary>
    /// <param name="parts">The file.</param>
    /// <param name="objects">The objects to list.</param>
    /// <param name="trailer">What the trailer holds beside the size.</param>
    /// <param name="withFree">True for a file that begins here: object 0 is listed too.</param>
    public static void WriteTable(PdfParts parts, PdfObjects objects, string trailer, bool withFree)
    {
        var start = parts.Position;
        var text = new StringBuilder("xref\n");
        foreach (var (first, count) in Sections(objects.Offsets.Keys, withFree))
        {
            text.Append(Text($"{first} {count}\n"));
            for (var number = first; number < first + count; number++)
            {
                text.Append(number == 0
                    ? "0000000000 65535 f \n"
                    : Text($"{objects.Offsets[number].Offset:D10} {objects.Offsets[number].Generation:D5} n \n"));
            }
        }

        parts.Write(text.Append(Text($"trailer\n<< {trailer} /Size {objects.Size} >>\n")).ToString());
        WriteEnd(parts, start);
    }

    /// <summary>As a stream, for a file whose last cross references are one.</summary>
    /// <param name="parts">The file.</param>
    /// <param name="objects">The objects to list.</param>
    /// <param name="trailer">What the trailer holds beside the size.</param>
    public static void WriteStream(PdfParts parts, PdfObjects objects, string trailer)
    {
        var start = parts.Position;
        var self = objects.Reserve();
        objects.Begin(self);
        var index = string.Join(' ', Sections(objects.Offsets.Keys, false).Select(section => Text($"{section.First} {section.Count}")));
        var data = Compress(objects);
        parts.Write(
            Text($"<< /Type /XRef {trailer} /Size {objects.Size} /W [1 {OffsetBytes} 2] /Index [{index}] ")
            + Text($"/Filter /FlateDecode /Length {data.Length} >>\nstream\n"));
        parts.Write(data);
        parts.Write("\nendstream\nendobj\n");
        WriteEnd(parts, start);
    }

    private static byte[] Compress(PdfObjects objects)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            Span<byte> entry = stackalloc byte[1 + OffsetBytes + 2];
            Span<byte> offset = stackalloc byte[sizeof(long)];
            foreach (var (place, generation) in objects.Offsets.Values)
            {
                entry[0] = 1;
                BinaryPrimitives.WriteInt64BigEndian(offset, place);
                offset[(sizeof(long) - OffsetBytes)..].CopyTo(entry[1..]);
                BinaryPrimitives.WriteUInt16BigEndian(entry[(1 + OffsetBytes)..], (ushort)generation);
                zlib.Write(entry);
            }
        }

        return bytes.ToArray();
    }

    private static void WriteEnd(PdfParts parts, long start) => parts.Write(Text($"startxref\n{start}\n%%EOF\n"));

    private static IEnumerable<(int First, int Count)> Sections(IEnumerable<int> numbers, bool withFree)
    {
        var (first, count) = (0, withFree ? 1 : 0);
        foreach (var number in numbers)
        {
            if (count > 0 && number != first + count)
            {
                yield return (first, count);
                count = 0;
            }

            if (count == 0)
                first = number;
            count++;
        }

        if (count > 0)
            yield return (first, count);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
