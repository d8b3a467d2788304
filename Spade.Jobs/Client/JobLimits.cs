using System.Globalization;
using System.Text;

namespace Spade.Jobs.Client;

/// <summary>Limits on names, keys and payloads. A name is sent in a notification, which PostgreSQL limits to 7,999 bytes; a name and a key
/// or a group share an index row, limited to 2,704 bytes; a worker reads a payload as a whole.</summary>
public static class JobLimits
{
    /// <summary>Longest name of a queue, in UTF-16 code units: 100.</summary>
    public const int QueueNameLength = 100;

    /// <summary>Longest singleton key, in UTF-16 code units: 255.</summary>
    public const int SingletonKeyLength = 255;

    /// <summary>Longest name of a group, in UTF-16 code units: 255.</summary>
    public const int GroupLength = 255;

    /// <summary>Largest payload, in bytes of its JSON: 16 MiB. Store larger data elsewhere and refer to it in the
    /// payload.</summary>
    public const int PayloadBytes = 16 * 1024 * 1024;

    /// <summary>Largest sum of the payloads that one call enqueues: 256 MiB, a quarter of PostgreSQL's limit of a message.</summary>
    public const int CallBytes = 256 * 1024 * 1024;

    private const int Shown = 40;

    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>True for a valid queue name: not blank, not too long, without control characters and lone surrogates.</summary>
    internal static bool IsQueueName(string? name) => !string.IsNullOrWhiteSpace(name) && TextFault(name, QueueNameLength) is null;

    /// <exception cref="InvalidJobException">The name is not valid.</exception>
    internal static void ThrowIfNoQueueName(string name)
    {
        if (QueueNameFault("the queue's name", name) is { } fault)
            throw new InvalidJobException($"The queue cannot be registered: {fault}.");
    }

    /// <returns>The problem; null when the name is valid.</returns>
    internal static string? QueueNameFault(string what, string? name) =>
        string.IsNullOrWhiteSpace(name) ? $"{what} is blank; use 1 to {QueueNameLength} characters" : Fault(what, name, QueueNameLength);

    /// <inheritdoc cref="QueueNameFault"/>
    internal static string? SingletonKeyFault(string key) => KeyFault(nameof(JobOptions.SingletonKey), key, SingletonKeyLength);

    /// <inheritdoc cref="QueueNameFault"/>
    internal static string? GroupFault(string group) => KeyFault(nameof(JobOptions.Group), group, GroupLength);

    /// <summary>The value as shown in messages: on one line and shortened.</summary>
    internal static string Shorten(string value)
    {
        var shown = new StringBuilder();
        foreach (var rune in value.EnumerateRunes().Take(Shown))
            shown.Append(Rune.IsControl(rune) ? $"\\u{rune.Value:x4}" : rune.ToString());
        return value.Length > Shown ? $"{shown}…" : shown.ToString();
    }

    private static string? KeyFault(string what, string value, int longest) =>
        value.Length == 0 ? $"{what} is empty; use 1 to {longest} characters, or null for none" : Fault(what, value, longest);

    private static string? Fault(string what, string value, int longest) =>
        TextFault(value, longest) is { } fault ? $"{what} '{Shorten(value)}' {fault}" : null;

    private static string? TextFault(string value, int longest)
    {
        if (value.Length > longest)
            return string.Create(CultureInfo.InvariantCulture, $"has {value.Length} characters; use at most {longest}");
        if (value.Any(char.IsControl))
            return "has a control character; leave it out";
        return HasHalfCharacter(value) ? "has half of a surrogate pair; leave it out" : null;
    }

    private static bool HasHalfCharacter(string value)
    {
        try
        {
            Strict.GetByteCount(value);
            return false;
        }
        catch (EncoderFallbackException)
        {
            return true;
        }
    }
}
