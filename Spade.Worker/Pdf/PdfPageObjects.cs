using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Worker.Pdf;

/// <summary>Reads what <c>qpdf --json</c> prints of a document's page list and of single objects, line by line.</summary>
/// <remarks>The output is indented, so the depth of a key shows where it belongs. A string value cannot look like a key: its quotation
/// marks are escaped.</remarks>
internal sealed partial class PdfPageObjects
{
    private readonly List<string> _pages = [];
    private readonly Dictionary<string, double> _userUnits = [];
    private string? _object;

    /// <summary>The object of each page, such as <c>6 0 R</c>, in order.</summary>
    public IReadOnlyList<string> Pages => _pages;

    /// <summary>The unit of each object that is a dictionary; 1 when it names none.</summary>
    public IReadOnlyDictionary<string, double> UserUnits => _userUnits;

    /// <summary>Reads a line of output.</summary>
    public void Add(string line)
    {
        if (PageLine().Match(line) is { Success: true } page)
            _pages.Add(page.Groups[1].Value);
        else if (ObjectLine().Match(line) is { Success: true } found)
            _object = found.Groups[1].Value;
        else if (_object is not null && line == "        \"value\": {")
            _userUnits[_object] = 1;
        else if (_object is not null && _userUnits.ContainsKey(_object) && UnitLine().Match(line) is { Success: true } unit)
            _userUnits[_object] = Unit(unit.Groups[1].ValueSpan);
    }

    // The standard allows any positive number. A page of more than this many inches to a unit is nonsense.
    private static double Unit(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var unit) && unit is > 0.001 and < 100_000
            ? unit
            : 1;

    [GeneratedRegex("""^ {6}"object": "([0-9]{1,10} [0-9]{1,5} R)",?$""")]
    private static partial Regex PageLine();

    [GeneratedRegex("""^ {6}"obj:([0-9]{1,10} [0-9]{1,5} R)": \{$""")]
    private static partial Regex ObjectLine();

    [GeneratedRegex("""^ {10}"/UserUnit": ([0-9.]{1,20}),?$""")]
    private static partial Regex UnitLine();
}
