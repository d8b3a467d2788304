using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names. They become host names, environment variables and folders, so it is strict.</summary>
internal static partial class ResourceName
{
    internal static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Allowed().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' cannot name a resource: 1 to 64 ASCII letters, digits and single hyphens, first a letter, last no hyphen.", nameof(name));
        }
    }

    [GeneratedRegex("^(?=.{1,64}$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
