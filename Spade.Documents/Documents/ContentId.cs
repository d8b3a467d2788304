using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spade.Documents.Pages;
using Spade.Documents.Tenants;

namespace Spade.Documents.Documents;

/// <summary>A document's id, computed from its tenant, bytes and options: equal uploads of a tenant have equal ids, on every machine and in
/// every version. The same bytes of another tenant are another document.</summary>
public static class ContentId
{
    /// <summary>Length of an id: SHA-256 in hex.</summary>
    public const int Length = 64;

    /// <summary>False for text that cannot be an id, so that the database need not be asked.</summary>
    public static bool IsWellFormed(string id) => id.Length == Length && id.All(char.IsAsciiHexDigitLower);

    /// <summary>Computes the id.</summary>
    /// <param name="tenant">Its owner.</param>
    /// <param name="sha256">SHA-256 of the content, in hex.</param>
    /// <param name="options">What was asked for.</param>
    public static string Of(string tenant, string sha256, RecognitionOptions options)
    {
        // One field per line; none of them can hold a line break. The first line is the version of this format.
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"spade document 1\n{sha256.ToLowerInvariant()}\n{options.Language}\n{options.Pages}\n{options.Dpi}\n");
        // A default adds nothing: documents from before there was a choice keep their ids.
        if (options.Text != TextSource.Ocr)
            text += $"{options.Text.ToWord()}\n";
        // No name of a tenant contains a space, so this line is never taken for a source of text.
        if (tenant != TenantName.Default)
            text += $"tenant {tenant}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
