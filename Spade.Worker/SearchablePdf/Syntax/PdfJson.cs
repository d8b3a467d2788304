using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>Turns PDF values from the JSON that <c>qpdf --json=2</c> writes into the syntax of PDF. In that JSON a name begins with a
/// slash, text with <c>u:</c>, bytes with <c>b:</c>, and a reference is <c>12 0 R</c>. Names that are no UTF-8 begin with <c>n:/</c> in
/// later versions, and stand there as PDF writes them. All strings are as <see cref="QpdfJson"/> reads them.</summary>
internal static class PdfJson
{
    private const string Escaped = "n:";

    /// <summary>The value as PDF.</summary>
    /// <exception cref="FormatException">It is no value of a PDF.</exception>
    public static string ToPdf(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    /// <summary>The entries of a dictionary as PDF, without the brackets around them.</summary>
    /// <exception cref="FormatException">One of them is no value of a PDF.</exception>
    public static string Entries(JsonObject dictionary)
    {
        var text = new StringBuilder();
        WriteEntries(dictionary, text);
        return text.ToString().TrimStart();
    }

    private static void Write(JsonNode? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject dictionary:
                text.Append("<<");
                WriteEntries(dictionary, text);
                text.Append(" >>");
                break;
            case JsonArray array:
                WriteArray(array, text);
                break;
            default:
                text.Append(Scalar(value.AsValue()));
                break;
        }
    }

    private static void WriteEntries(JsonObject dictionary, StringBuilder text)
    {
        foreach (var (key, value) in dictionary)
        {
            text.Append(' ').Append(Name(key)).Append(' ');
            Write(value, text);
        }
    }

    private static void WriteArray(JsonArray array, StringBuilder text)
    {
        text.Append('[');
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
                text.Append(' ');
            Write(array[i], text);
        }

        text.Append(']');
    }

    private static string Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        // As it is written, so that no digit changes.
        JsonValueKind.Number => value.ToJsonString(),
        _ => Word(value.GetValue<string>()),
    };

    private static string Word(string word)
    {
        if (IsName(word))
            return Name(word);
        if (word.StartsWith("u:", StringComparison.Ordinal))
            return PdfStrings.Text(QpdfJson.Text(word[2..]));
        if (word.StartsWith("b:", StringComparison.Ordinal))
            return PdfStrings.Hex(Convert.FromHexString(word.AsSpan(2)));
        return PdfReference.From(word)?.ToString() ?? throw new FormatException("The JSON holds a string of an unknown kind.");
    }

    private static bool IsName(string word) => word.StartsWith('/') || word.StartsWith(Escaped + "/", StringComparison.Ordinal);

    private static string Name(string word) => word switch
    {
        _ when !IsName(word) => throw new FormatException("The JSON holds a key that is no name."),
        ['/', ..] => PdfStrings.Name(word),
        _ => word[Escaped.Length..],
    };
}
