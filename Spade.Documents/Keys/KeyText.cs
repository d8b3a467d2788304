using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spade.Documents.Keys;

/// <summary>An API key as text: <c>spade_</c>, eight characters that name it, <c>_</c>, and 43 characters that are its secret.</summary>
/// <remarks>An object and not a string, so that a log, a message or an exception that gets one shows its prefix only.</remarks>
public sealed partial class KeyText
{
    /// <summary>What every key begins with, by which secret scanners and people recognise one.</summary>
    public const string Marker = "spade_";

    /// <summary>Characters of a prefix: the marker and the eight that follow.</summary>
    public const int PrefixLength = 14;

    /// <summary>Characters of a key.</summary>
    public const int Length = PrefixLength + 1 + SecretLength;

    /// <summary>The format as a sentence for errors.</summary>
    public const string Rule =
        "a key is 'spade_', 8 characters of a-z and 2-7, '_', and 43 characters of A-Z, a-z, 0-9, '-' and '_'";

    /// <summary>32 random bytes in base64url.</summary>
    private const int SecretLength = 43;

    private const string NameAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(NameAlphabet);
    private static readonly SearchValues<char> SecretCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string _text;

    private KeyText(string text) => (_text, Prefix) = (text, text[..PrefixLength]);

    /// <summary>The first part, which names the key and is no secret.</summary>
    public string Prefix { get; }

    /// <summary>A new key. Its secret has 256 random bits, its name 40: names that were given before are found by the table's primary
    /// key.</summary>
    public static KeyText Create() => new(
        $"{Marker}{RandomNumberGenerator.GetString(NameAlphabet, PrefixLength - Marker.Length)}_"
        + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>True when the text has the format of a key. Whether there is such a key is the table's to say.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out KeyText? key)
    {
        key = text is { Length: Length } && text[PrefixLength] == '_' && IsPrefix(text.AsSpan(0, PrefixLength))
            && !text.AsSpan(PrefixLength + 1).ContainsAnyExcept(SecretCharacters)
                ? new KeyText(text)
                : null;
        return key is not null;
    }

    /// <summary>True when the text has the format of a key's prefix.</summary>
    public static bool IsPrefix(ReadOnlySpan<char> text) =>
        text.Length == PrefixLength && text.StartsWith(Marker) && !text[Marker.Length..].ContainsAnyExcept(NameCharacters);

    /// <summary>The text without the secret of any key in it, or of a part of one.</summary>
    public static string Mask(string text) =>
        text.Contains(Marker, StringComparison.Ordinal) ? Secret().Replace(text, "$1REDACTED") : text;

    /// <summary>SHA-256 of the whole key: what is stored and compared.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(_text));

    /// <summary>The whole key, for the one time that it is shown.</summary>
    public string Reveal() => _text;

    /// <returns>The prefix.</returns>
    public override string ToString() => Prefix;

    [GeneratedRegex($"({Marker}[a-z2-7]{{8}}_)[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
