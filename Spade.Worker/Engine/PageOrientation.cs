using System.Globalization;

namespace Spade.Worker.Engine;

/// <summary>How a page lies, as Tesseract detects it.</summary>
/// <param name="Turn">By how many degrees it is turned clockwise to stand upright: 0, 90, 180 or 270.</param>
/// <param name="Confidence">From 0; a page of text has about 5.</param>
internal sealed record PageOrientation(int Turn, double Confidence)
{
    private const string TurnName = "Rotate: ";
    private const string ConfidenceName = "Orientation confidence: ";

    /// <summary>Reads Tesseract's <c>osd</c> output; null when it says nothing.</summary>
    public static PageOrientation? Parse(string output)
    {
        int? turn = null;
        double? confidence = null;
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(TurnName, StringComparison.Ordinal))
                turn = int.Parse(line.AsSpan(TurnName.Length), NumberStyles.None, CultureInfo.InvariantCulture);
            else if (line.StartsWith(ConfidenceName, StringComparison.Ordinal))
                confidence = double.Parse(line.AsSpan(ConfidenceName.Length), NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return turn is not null && confidence is not null ? new PageOrientation(turn.Value, confidence.Value) : null;
    }
}
