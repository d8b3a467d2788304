using System.Text.RegularExpressions;

namespace Spade.Api.Gates;

/// <summary>The names under which the service may be asked. Section <c>Access</c>.</summary>
internal sealed partial class HostNameOptions
{
    /// <summary>The setting, as errors name it.</summary>
    public const string Setting = "Access:AllowedHosts";

    /// <summary>What one name may be, as a sentence for errors.</summary>
    public const string Rule = "a host name without scheme, port and path, such as spade.example, *.spade.example (every name below it) "
        + "or 10.0.0.5";

    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>Names beside those of loopback (<c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>), which are always allowed: no name
    /// server can lead to them. Default empty.</summary>
    public IReadOnlyList<string> AllowedHosts { get; private set; } = [];

    /// <summary>Reads the setting: one text with names that are separated by commas, or a list.</summary>
    public void Read(IConfiguration configuration)
    {
        var setting = configuration.GetSection(Setting);
        AllowedHosts =
        [
            .. setting.GetChildren().Select(child => child.Value).Prepend(setting.Value)
                .SelectMany(text => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
    }

    /// <summary>True for what <see cref="Rule"/> says.</summary>
    public static bool IsWellFormed(string name) => Name().IsMatch(name) || Uri.CheckHostName(name) == UriHostNameType.IPv6;

    [GeneratedRegex(@"^(\*\.)?[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
