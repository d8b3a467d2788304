using System.Text;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>Strings and names in the syntax of PDF.</summary>
internal static class PdfStrings
{
    // PDFDocEncoding where it differs from Latin-1: from 0x18, and from 0x80.
    private const string From18 = "\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC";
    private const string From80 =
        "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018\u2019\u201A\u2122\uFB01\uFB02"
        + "\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E\uFFFD\u20AC";

    /// <summary>A string of bytes, in hex.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => $"<{Convert.ToHexStringLower(bytes)}>";

    /// <summary>A string of text: in PDF's own encoding where that has all its characters, in UTF-16 otherwise.</summary>
    public static string Text(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (Byte(text[i]) is not { } value)
                return Hex([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]);
            bytes[i] = value;
        }

        return Hex(bytes);
    }

    /// <summary>A name, given with its slash and with a character for each of its bytes. Bytes that are no part of a word are
    /// escaped.</summary>
    public static string Name(string name)
    {
        var escaped = new StringBuilder("/");
        foreach (var value in Encoding.Latin1.GetBytes(name[1..]))
        {
            if (value is > 0x20 and < 0x7F && !"()<>[]{}/%#".Contains((char)value, StringComparison.Ordinal))
                escaped.Append((char)value);
            else
                escaped.Append('#').Append(Convert.ToHexString([value]));
        }

        return escaped.ToString();
    }

    private static byte? Byte(char character)
    {
        if (From18.IndexOf(character, StringComparison.Ordinal) is var low and >= 0)
            return (byte)(0x18 + low);
        if (character != '\uFFFD' && From80.IndexOf(character, StringComparison.Ordinal) is var high and >= 0)
            return (byte)(0x80 + high);
        return character is < '\u0018' or (>= '\u0020' and < '\u0080') or (> '\u00A0' and <= '\u00FF') ? (byte)character : null;
    }
}
