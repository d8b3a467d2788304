using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>How a PDF begins and ends, read from its bytes.</summary>
/// <param name="CrossReferences">Where the last cross references begin.</param>
/// <param name="IsStream">True when they are a stream, false when they are a table.</param>
/// <param name="EndsWithLine">True when the file ends with the end of a line.</param>
internal sealed partial record PdfTail(long CrossReferences, bool IsStream, bool EndsWithLine)
{
    // As far as readers look.
    private const int TailLength = 1024;
    private const int HeadLength = 64;

    /// <summary>Reads the tail; null when the file begins or ends in a way that readers do not agree on.</summary>
    public static async Task<PdfTail?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        // Where something comes before the header, readers disagree where places are counted from.
        if (!(await ReadAsync(file, 0, HeadLength, cancellationToken)).StartsWith("%PDF-", StringComparison.Ordinal))
            return null;
        var tail = await ReadAsync(file, Math.Max(0, file.Length - TailLength), TailLength, cancellationToken);
        if (Start().Matches(tail) is not [.., var last]
            || !long.TryParse(last.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            || place >= file.Length)
            return null;
        var head = await ReadAsync(file, place, HeadLength, cancellationToken);
        var isTable = Table().IsMatch(head);
        return isTable || Stream().IsMatch(head) ? new PdfTail(place, !isTable, tail[^1] is '\n' or '\r') : null;
    }

    private static async Task<string> ReadAsync(FileStream file, long place, int length, CancellationToken cancellationToken)
    {
        file.Position = place;
        var bytes = new byte[length];
        var count = await file.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.Latin1.GetString(bytes, 0, count);
    }

    [GeneratedRegex(@"startxref\s+([0-9]{1,15})\s")]
    private static partial Regex Start();

    [GeneratedRegex(@"^xref\s")]
    private static partial Regex Table();

    [GeneratedRegex(@"^[0-9]+\s+[0-9]+\s+obj")]
    private static partial Regex Stream();
}
