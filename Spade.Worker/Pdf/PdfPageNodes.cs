using System.Text.RegularExpressions;

namespace Spade.Worker.Pdf;

/// <summary>Finds entries of a page tree that are neither a page nor a reference to one, such as <c>null</c>, in what
/// <c>qpdf --json --json-key=qpdf</c> prints, line by line.</summary>
/// <remarks>The output is indented, so the depth of a key shows where it belongs.</remarks>
internal sealed partial class PdfPageNodes
{
    // A node of 100,000 pages. A node with more is left as it is.
    private const int MaxLines = 100_000;

    private readonly List<string> _node = [];
    private readonly List<(string Reference, string Json)> _changes = [];
    private readonly List<string> _entries = [];
    private string? _object;
    private bool _isNode, _isInKids;
    private int _highest;

    /// <summary>The changes, for <see cref="PdfChanges"/>, that give each such entry an object of its own.</summary>
    public IReadOnlyList<(string Reference, string Json)> Changes => _changes;

    /// <summary>Reads a line of output.</summary>
    public void Add(string line)
    {
        if (HighestLine().Match(line) is { Success: true } highest)
            _highest = int.Parse(highest.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        else if (ObjectLine().Match(line) is { Success: true } found)
            Begin(found.Groups[1].Value);
        else if (line is "      }" or "      },")
            End();
        else if (_object is not null && _node.Count < MaxLines)
            AddToNode(line);
    }

    private void Begin(string reference)
    {
        _object = reference;
        _node.Clear();
        _entries.Clear();
        (_isNode, _isInKids) = (false, false);
    }

    private void AddToNode(string line)
    {
        _isNode |= TypeLine().IsMatch(line);
        if (line == "          \"/Kids\": [")
            _isInKids = true;
        else if (line is "          ]" or "          ],")
            _isInKids = false;
        else if (_isInKids && StrayLine().Match(line) is { Success: true } stray)
        {
            var reference = $"{_highest + _entries.Count + 1} 0 R";
            _entries.Add(reference);
            line = $"\"{reference}\"{stray.Groups[1].Value}";
        }

        _node.Add(line);
    }

    private void End()
    {
        if (_object is not null && _isNode && _entries.Count > 0 && _node.Count < MaxLines)
        {
            _changes.Add((_object, $"{{{string.Concat(_node)}}}"));
            _changes.AddRange(_entries.Select(reference => (reference, """{"value":null}""")));
            _highest += _entries.Count;
        }

        _object = null;
    }

    [GeneratedRegex("""^ {6}"maxobjectid": ([0-9]{1,9}),?$""")]
    private static partial Regex HighestLine();

    [GeneratedRegex("""^ {6}"obj:([0-9]{1,10} [0-9]{1,5} R)": \{$""")]
    private static partial Regex ObjectLine();

    [GeneratedRegex("""^ {10}"/Type": "/Pages",?$""")]
    private static partial Regex TypeLine();

    // One value on one line that is no reference.
    [GeneratedRegex("""^ {12}(?!"[0-9]+ [0-9]+ R")[^\s\[\]{}].*?(,?)$""")]
    private static partial Regex StrayLine();
}
