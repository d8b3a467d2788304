using System.Globalization;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>The font of all layers. Every character has the same empty shape, half as wide as it is high; only the map of its codes says
/// what is written.</summary>
internal static class GlyphlessFont
{
    /// <summary>Width of a character, in sizes of the font.</summary>
    public const double Width = 0.5;

    // Tesseract's pdf.ttf (Apache License 2.0), which readers have accepted for many years. It is kept here and not read from Tesseract's
    // folder, so that a document's PDF is the same whichever worker makes it.
    private const string File =
        "AAEAAAAKAIAAAwAgT1MvMlbeyJQAAAEoAAAAYGNtYXAACgA0AAABkAAAAB5nbHlmFSJBJAAAAbgAAAAYaGVhZAt48WUAAACsAAAANmhoZWEMAgQCAAAA5AAA"
        + "ACRobXR4BAAAAAAAAYgAAAAIbG9jYQAMAAAAAAGwAAAABm1heHAABAAFAAABCAAAACBuYW1l8usW2gAAAdAAAABLcG9zdAABAAEAAAIcAAAAIAABAAAAAQAA"
        + "sJRxEF8PPPUEBwgAAAAAAM+a/G4AAAAA1MOn8gAAAAAEAAgAAAAAEAACAAAAAAAAAAEAAAgA//8AAAQAAAAAAAQAAAEAAAAAAAAAAAAAAAAAAAACAAEAAAAC"
        + "AAQAAQAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAwAAAZAABQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAUAAQABAAAAAAAAAAAAAAAAAAAAAAAAAAAAR09PRwBA"
        + "AAAAAAAB//8AAAABAAGAAAAAAAAAAAAAAAAAAAABAAAAAAAABAAAAAAAAAIAAQAAAAAAFAADAAAAAAAUAAYACgAAAAAAAAAAAAAAAAAMAAAAAQAAAAAEAAgA"
        + "AAMAADEhESEEAPwACAAAAAADACoAAAADAAAABQAWAAAAAQAAAAAABQALABYAAwABBAkABQAWAAAAVgBlAHIAcwBpAG8AbgAgADEALgAwVmVyc2lvbiAxLjAA"
        + "AAEAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAA=";

    /// <summary>Writes the font for these characters.</summary>
    /// <param name="objects">The file.</param>
    /// <param name="font">The number that the pages know it by.</param>
    /// <param name="codes">All characters that the layers show.</param>
    public static void Write(PdfObjects objects, PdfReference font, CharacterCodes codes)
    {
        var bytes = Convert.FromBase64String(File);
        var file = objects.AddStream(string.Create(CultureInfo.InvariantCulture, $"/Length1 {bytes.Length}"), bytes);
        var descriptor = objects.Add(
            "<< /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /FontBBox [0 0 500 1000] /ItalicAngle 0 /Ascent 1000 /Descent -1 "
            + $"/CapHeight 1000 /StemV 80 /FontFile2 {file} >>");
        var glyphs = objects.AddStream("", Glyphs(codes.Count));
        var descendant = objects.Add(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
            + $"/Supplement 0 >> /FontDescriptor {descriptor} /DW 500 /CIDToGIDMap {glyphs} >>");
        var map = codes.WriteMap(objects);
        objects.Write(
            font,
            "<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H "
            + $"/DescendantFonts [{descendant}] /ToUnicode {map} >>");
    }

    // Two bytes for each code from 0: every character has glyph 1.
    private static byte[] Glyphs(int codes)
    {
        var glyphs = new byte[2 * (codes + 1)];
        for (var i = 1; i < glyphs.Length; i += 2)
            glyphs[i] = 1;
        return glyphs;
    }
}
