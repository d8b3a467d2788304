using System.Globalization;
using System.Text;

namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Writes nodes as YAML, two spaces per level, lines ended by LF. Same nodes, same bytes.</summary>
internal sealed class YamlWriter
{
    private const int Step = 2;
    private readonly StringBuilder _text = new();

    private YamlWriter()
    {
    }

    internal static string Write(IEnumerable<Item> items)
    {
        var writer = new YamlWriter();
        writer.WriteItems(items, 0);
        return writer._text.ToString();
    }

    private void WriteItems(IEnumerable<Item> items, int indent)
    {
        foreach (var item in items)
            WriteItem(item, indent);
    }

    private void WriteItem(Item item, int indent)
    {
        switch (item)
        {
            case Entry entry:
                WriteComment(entry.Comment, indent);
                WriteEntry(entry, indent, Indentation(indent));
                break;
            case Insert insert:
                WriteComment(insert.Comment, indent);
                Line($"{Indentation(indent)}{{{{- {Indented(insert.Code, indent)} }}}}");
                break;
            case Block block:
                Line($"{Indentation(indent)}{{{{- {block.Opening} }}}}");
                WriteItems(block.Items, indent);
                Line($"{Indentation(indent)}{{{{- end }}}}");
                break;
        }
    }

    /// <param name="entry">What is written.</param>
    /// <param name="indent">Where its key stands.</param>
    /// <param name="lead">What stands before its key on its line: spaces, and the dashes of sequences that it is the first in.</param>
    private void WriteEntry(Entry entry, int indent, string lead)
    {
        var start = entry.Key is { } key ? $"{lead}{YamlText.Of(Scalar.Of(key))}:" : $"{lead}-";
        switch (entry.Value)
        {
            case Scalar scalar:
                Line($"{start} {YamlText.Of(scalar)}");
                break;
            case Expression expression:
                Line($"{start} {{{{ {expression.Code} }}}}");
                break;
            case Fragment fragment:
                Line($"{start} {{{{- {Indented(fragment.Code, indent + Step)} }}}}");
                break;
            case Mapping { Items: [] }:
                Line($"{start} {{}}");
                break;
            case Sequence { Items: [] }:
                Line($"{start} []");
                break;
            case Mapping mapping when entry.Key is null:
                WriteMappingInSequence(mapping, indent + Step, $"{start} ");
                break;
            case Mapping mapping:
                Line(start);
                WriteItems(mapping.Items, indent + Step);
                break;
            case Sequence sequence:
                Line(start);
                WriteItems(sequence.Items, indent + Step);
                break;
        }
    }

    /// <summary>Its first key stands on the line of the dash.</summary>
    private void WriteMappingInSequence(Mapping mapping, int indent, string lead)
    {
        if (mapping.Items[0] is not Entry first)
            throw new InvalidOperationException("A mapping in a sequence starts with a key that is always there.");
        WriteEntry(first, indent, lead);
        WriteItems(mapping.Items.Skip(1), indent);
    }

    private void WriteComment(string? comment, int indent)
    {
        foreach (var line in comment?.Split('\n') ?? [])
            Line($"{Indentation(indent)}# {line}".TrimEnd());
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Indented(string code, int indent) => string.Create(CultureInfo.InvariantCulture, $"{code} | nindent {indent}");

    private static string Indentation(int indent) => new(' ', indent);
}
