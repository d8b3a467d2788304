using System.Text;
using Spade.Jobs.Handlers;

namespace Spade.Jobs.Executing;

/// <summary>Makes any error storable. Its texts come from exceptions, and PostgreSQL stores neither NUL nor lone
/// surrogates.</summary>
internal static class ErrorText
{
    /// <summary>Longest message that is stored, in characters.</summary>
    public const int MaxMessage = 2000;

    /// <summary>Longest type that is stored, in characters.</summary>
    public const int MaxType = 100;

    private const string UnknownType = "unknown";
    private const string NoMessage = "The handler did not say why.";
    private const string Unrecorded = " This failure could not be recorded with what the job was for.";
    private const char Ellipsis = '…';

    /// <summary>The error in storable form. A handler may have left any part null.</summary>
    public static JobError Storable(JobError? error) => new(
        Cut(Whole(string.IsNullOrWhiteSpace(error?.Type) ? UnknownType : error.Type), MaxType),
        Cut(Whole(string.IsNullOrWhiteSpace(error?.Message) ? NoMessage : error.Message), MaxMessage));

    /// <summary>The error in ASCII, for a database whose encoding is not Unicode.</summary>
    public static JobError Ascii(JobError error) => new(Ascii(error.Type), Ascii(error.Message));

    /// <summary>The error of a job whose handler could not record it.</summary>
    public static JobError NotRecorded(JobError error) =>
        error with { Message = Cut(error.Message, MaxMessage - Unrecorded.Length) + Unrecorded };

    private static string Ascii(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? (char)rune.Value : '?'));

    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        // A lone surrogate is enumerated as the replacement character.
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return whole.ToString();
    }

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        var end = limit - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Ellipsis;
    }
}
