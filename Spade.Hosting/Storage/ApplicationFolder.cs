using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Storage;

/// <summary>Where one AppHost, in one clone of its project, keeps what outlives it.</summary>
/// <remarks>
/// Not inside the clone: PostgreSQL refuses to run as root, so for root it runs as another user, to whom a clone under /root is closed.
/// Root therefore keeps it below /var/lib, everybody else in their own data folder (XDG_DATA_HOME, or else ~/.local/share).
/// </remarks>
internal sealed class ApplicationFolder
{
    /// <summary>Configuration key of a folder to use in place of the default.</summary>
    internal const string ConfigurationKey = "AppHost:DataFolder";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Others must be able to pass through: the data inside belongs to PostgreSQL's user.
    private const UnixFileMode Passable = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private ApplicationFolder(string path) => FullPath = path;

    /// <summary>The folder.</summary>
    internal string FullPath { get; }

    internal static ApplicationFolder Of(IConfiguration configuration, string appHostDirectory) =>
        new(configuration[ConfigurationKey] is { Length: > 0 } configured
            ? Path.GetFullPath(configured, appHostDirectory)
            : Path.Combine(Root(), KeyOf(appHostDirectory)));

    /// <summary>Makes the folder and a folder in it, and returns the latter's path.</summary>
    internal string CreateFolder(string name)
    {
        Make(FullPath, Passable);
        return Make(Path.Combine(FullPath, name), Passable);
    }

    internal string ReadOrCreateSecret(string name, Func<string> create)
    {
        Make(FullPath, Passable);
        var folder = Make(Path.Combine(FullPath, "secrets"), OwnerOnly);
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            // Written beside and moved into place: a kill in between must not leave half a password behind.
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var writer = new StreamWriter(file + ".new", options))
                writer.Write(create());
            File.Move(file + ".new", file);
        }

        return File.ReadAllText(file).Trim();
    }

    /// <summary>The umask takes bits away from a new folder; here others must be able to pass whatever it is.</summary>
    private static string Make(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
            return path;
        Directory.CreateDirectory(path, mode);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    private static string Root()
    {
        if (Environment.IsPrivilegedProcess)
            return "/var/lib/spade";
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(string.IsNullOrEmpty(data) ? Path.Combine(home, ".local", "share") : data, "spade");
    }

    /// <summary>Name of the clone's folder for people, a digest of the whole path against clashes.</summary>
    private static string KeyOf(string appHostDirectory)
    {
        var clone = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(appHostDirectory))) is { Length: > 0 } name ? name : "root";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appHostDirectory)))[..8];
        return string.Create(CultureInfo.InvariantCulture, $"{clone}-{digest}");
    }
}
