using System.Globalization;
using System.Text;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>The codes under which the layers of one document show its characters: numbered from 1 as they appear, so that characters
/// outside the first plane of Unicode have codes like all others.</summary>
internal sealed class CharacterCodes
{
    // Shown in place of any further characters when all 65,534 codes are taken. No language has so many.
    private const int Last = 0xFFFE;

    // The most that one section of a character map may hold.
    private const int SectionLength = 100;

    private readonly Dictionary<Rune, int> _codes = [];
    private readonly List<Rune> _characters = [];

    /// <summary>How many codes are in use.</summary>
    public int Count => _characters.Count;

    /// <summary>The codes of a text, in hex, four digits each.</summary>
    public string Encode(string text)
    {
        var hex = new StringBuilder(4 * text.Length);
        foreach (var character in text.EnumerateRunes())
            hex.Append(CodeOf(character).ToString("x4", CultureInfo.InvariantCulture));
        return hex.ToString();
    }

    /// <summary>Writes the map from codes to characters, from which readers take the text.</summary>
    public PdfReference WriteMap(PdfObjects objects)
    {
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <ffff>
            endcodespacerange

            """);
        foreach (var section in _characters.Select((character, index) => (character, Code: index + 1)).Chunk(SectionLength))
        {
            map.Append(CultureInfo.InvariantCulture, $"{section.Length} beginbfchar\n");
            foreach (var (character, code) in section)
                map.Append(CultureInfo.InvariantCulture, $"<{code:x4}> {Utf16(character)}\n");
            map.Append("endbfchar\n");
        }

        map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        return objects.AddStream("", Encoding.ASCII.GetBytes(map.ToString()));
    }

    private static string Utf16(Rune character) => PdfStrings.Hex(Encoding.BigEndianUnicode.GetBytes(character.ToString()));

    private int CodeOf(Rune character)
    {
        if (_codes.TryGetValue(character, out var code))
            return code;
        if (_characters.Count >= Last)
            return Last;
        _characters.Add(_characters.Count == Last - 1 ? Rune.ReplacementChar : character);
        return _codes[character] = _characters.Count;
    }
}
