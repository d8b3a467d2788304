using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Spade.Documents.Webhooks;

/// <summary>The secret that signs a tenant's webhooks, in the form of Standard Webhooks: <c>whsec_</c> and base64. It is stored as it is,
/// because signing needs it.</summary>
public static class WebhookSecret
{
    /// <summary>What every secret begins with, so that scanners for leaked secrets find it.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The rule as a sentence for errors.</summary>
    public const string Rule = "a secret is whsec_ and 24 to 64 random bytes in base64, such as the output of: "
        + "echo whsec_$(openssl rand -base64 32)";

    // The bounds of Standard Webhooks.
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <summary>Makes one of 32 random bytes.</summary>
    public static byte[] Generate() => RandomNumberGenerator.GetBytes(32);

    /// <summary>The form in which it is shown, once, and given to the receiver.</summary>
    public static string ToText(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>False for text that is not <see cref="Rule"/>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        var bytes = new byte[MaxBytes + 2];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length)
            || length is < MinBytes or > MaxBytes)
            return false;
        secret = bytes[..length];
        return true;
    }
}
