namespace Aspire.Hosting.ApplicationModel;

/// <summary>Splits texts into lines where readers of lines would.</summary>
internal static class TextLines
{
    private static readonly string[] Ends = ["\r\n", "\n", "\r"];

    /// <summary>The lines of a text; a last end of line begins no further one.</summary>
    internal static IReadOnlyList<string> Of(string text)
    {
        if (!text.AsSpan().ContainsAny('\r', '\n'))
            return [text];
        var lines = text.Split(Ends, StringSplitOptions.None);
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
