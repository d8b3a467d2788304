using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Scalars as YAML.</summary>
internal static partial class YamlText
{
    // What some reader of YAML takes for something other than a text.
    private static readonly HashSet<string> Typed =
        new(["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity"], StringComparer.OrdinalIgnoreCase);

    internal static string Of(Scalar scalar)
    {
        if (!scalar.IsText)
            return scalar.Text;
        if (OneExpression().Match(scalar.Text) is { Success: true } match)
            return Quoted(match.Groups[1].Value);
        return Plain().IsMatch(scalar.Text) && !Typed.Contains(scalar.Text) ? scalar.Text : $"\"{Escape(scalar.Text)}\"";
    }

    /// <summary>An expression whose result is a text, whatever it looks like.</summary>
    private static string Quoted(string code) => code.EndsWith("| quote", StringComparison.Ordinal) ? $"{{{{ {code} }}}}" : $"{{{{ {code} | quote }}}}";

    /// <summary>Expressions inside stay as they are: Helm fills them in before anybody reads the YAML.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var start = 0;
        foreach (Match expression in AnyExpression().Matches(text))
        {
            EscapePlain(escaped, text.AsSpan(start, expression.Index - start));
            escaped.Append(expression.Value);
            start = expression.Index + expression.Length;
        }

        EscapePlain(escaped, text.AsSpan(start));
        return escaped.ToString();
    }

    private static void EscapePlain(StringBuilder escaped, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\t' => escaped.Append("\\t"),
                < ' ' or '\u007f' => escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
                _ => escaped.Append(character),
            };
        }
    }

    [GeneratedRegex(@"^\{\{-?\s*((?:(?!\}\}).)+?)\s*-?\}\}$", RegexOptions.CultureInvariant)]
    private static partial Regex OneExpression();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex AnyExpression();

    [GeneratedRegex(@"^[A-Za-z/][A-Za-z0-9_/.-]*(:[A-Za-z0-9_/.-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
