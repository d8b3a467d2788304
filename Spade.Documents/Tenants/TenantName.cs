namespace Spade.Documents.Tenants;

/// <summary>The rule for names of tenants. They appear in logs, metrics and addresses, so they are short and plain.</summary>
public static class TenantName
{
    /// <summary>The tenant of documents that were stored before there were tenants, and of requests while there is no key.</summary>
    public const string Default = "default";

    /// <summary>Longest name: that of a DNS label, so that a namespace's or a team's name can be used.</summary>
    public const int MaxLength = 63;

    /// <summary>The rule as a sentence for errors.</summary>
    public const string Rule = "a tenant's name has 1 to 63 lower-case letters, digits and hyphens, and begins with a letter or digit";

    /// <summary>True for 1 to 63 lower-case ASCII letters, digits and hyphens, the first of which is no hyphen.</summary>
    public static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '-'
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
