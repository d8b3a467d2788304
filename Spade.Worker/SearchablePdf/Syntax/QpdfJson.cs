using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>Reads the JSON that <c>qpdf --json=2</c> writes, which is not always JSON: it copies names whose bytes are no UTF-8, and
/// numbers such as <c>595.</c> or <c>+4</c>, as they stand in the PDF.</summary>
internal static class QpdfJson
{
    /// <summary>Reads a file as JSON in which every character of a string stands for one byte.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static async Task<JsonNode?> ReadAsync(string path, JsonDocumentOptions options, CancellationToken cancellationToken)
    {
        using var file = new StreamReader(path, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        using var json = new MemoryStream();
        await using (var writer = new StreamWriter(json, leaveOpen: true))
        {
            while (await file.ReadLineAsync(cancellationToken) is { } line)
                Append(line, writer);
        }

        json.Position = 0;
        return await JsonNode.ParseAsync(json, null, options, cancellationToken);
    }

    /// <summary>The text that the bytes of a string are.</summary>
    public static string Text(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    // A line holds one value at most, at its end. One that ends with a digit or a point is a number: a string ends with its quotation mark.
    private static void Append(string line, StreamWriter json)
    {
        var value = line.AsSpan().TrimEnd(',');
        if (value is [.., '.' or (>= '0' and <= '9')])
        {
            var start = value.LastIndexOf(' ') + 1;
            json.Write(line.AsSpan(0, start));
            json.Write(Number(value[start..]));
            json.WriteLine(line.AsSpan(value.Length));
        }
        else
            json.WriteLine(line);
    }

    private static string Number(ReadOnlySpan<char> number)
    {
        var sign = number[0] == '-' ? "-" : "";
        var digits = number.TrimStart("+-").TrimStart('0');
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "" : digits[(point + 1)..];
        return string.Concat(sign, whole.IsEmpty ? "0" : whole, fraction.IsEmpty ? "" : ".", fraction);
    }
}
