using System.Globalization;
using System.Text;

namespace Spade.Tests.Ocr;

internal static class PgmSize
{
    /// <summary>Columns and rows, from the header of a PGM.</summary>
    public static (int Width, int Height) Of(byte[] pgm)
    {
        var lines = Encoding.Latin1.GetString(pgm, 0, Math.Min(pgm.Length, 30)).Split('\n', 4);
        Assert.Equal(("P5", "255"), (lines[0], lines[2]));
        var size = lines[1].Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return (size[0], size[1]);
    }
}
