using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Spade.Hosting.LocalPostgres;

/// <summary>The user that runs the server. PostgreSQL refuses to run as root, so root runs it as <c>postgres</c>, which its packages
/// create; other users run it as themselves.</summary>
/// <param name="UserId">User to change to; null to keep the current one.</param>
/// <param name="GroupId">Group to change to.</param>
internal sealed partial record PostgresAccount(uint? UserId, uint GroupId)
{
    private const string UserName = "postgres";

    /// <exception cref="DistributedApplicationException">This is root, and there is no such user.</exception>
    internal static PostgresAccount Find()
    {
        if (!Environment.IsPrivilegedProcess)
            return new(null, 0);
        var entry = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields[0] == UserName)
            ?? throw new DistributedApplicationException(
                $"PostgreSQL refuses to run as root, and this machine has no user '{UserName}' to run it as: "
                + $"add one with 'useradd --system {UserName}', or do not run as root.");
        return new(uint.Parse(entry[2], CultureInfo.InvariantCulture), uint.Parse(entry[3], CultureInfo.InvariantCulture));
    }

    /// <summary>A command line that runs a program as this user in a separate session. Otherwise Ctrl+C in the terminal would reach the
    /// server before the services have stopped.</summary>
    internal IEnumerable<string> Command(string program, IEnumerable<string> arguments) => UserId is { } user
        ? ["setsid", "setpriv", $"--reuid={user}", $"--regid={GroupId}", "--init-groups", "--", program, .. arguments]
        : ["setsid", program, .. arguments];

    /// <summary>Gives a file or folder to this user.</summary>
    internal void Own(string path)
    {
        if (UserId is { } user && chown(path, user, GroupId) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path} cannot be given to '{UserName}'");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, uint user, uint group);
}
