using System.Security.Cryptography;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Script;

/// <summary>The machine's apt and dpkg on a folder of the test. They take the usual locks and know one package, curl, that can be
/// installed without root and without a network.</summary>
internal sealed class PrivateApt : IDisposable
{
    /// <summary>The programs that ./spade looks for, except curl.</summary>
    private static readonly string[] Present =
    [
        "postgres", "tesseract", "pdftoppm", "pdfinfo", "pdfimages", "pdftotext", "qpdf", "setsid", "setpriv", "prlimit",
    ];

    private static readonly string[] Tools =
        ["bash", "sh", "readlink", "dirname", "sed", "grep", "tr", "cat", "tail", "mkdir", "sleep", "stat", "env", "rm", "cut", "true"];

    private readonly string _folder = Directory.CreateTempSubdirectory("spade-apt-").FullName;

    internal PrivateApt()
    {
        string[] folders =
        [
            "dpkg/info", "dpkg/updates", "apt/lists/partial", "log/apt", "cache/apt/archives/partial", "programs", "packages",
        ];
        foreach (var folder in folders)
            Directory.CreateDirectory(PathOf(folder));
        foreach (var part in (string[])["sources.d", "preferences.d", "conf.d", "keys.d"])
            Directory.CreateDirectory(PathOf($"etc/{part}"));
        File.WriteAllText(PathOf("dpkg/status"), "");
        File.WriteAllText(PathOf("dpkg/available"), "");
        WriteRepository();
        WriteConfiguration();
        WritePrograms();
    }

    internal IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["PATH"] = PathOf("programs"),
        ["APT_CONFIG"] = PathOf("apt.conf"),
        ["DPKG_ADMINDIR"] = PathOf("dpkg"),
        ["DPKG_FORCE"] = "not-root",
    };

    /// <summary>Starts a program that takes a lock as apt does, and returns once it holds the lock.</summary>
    /// <param name="file">The lock's file, relative to the folder.</param>
    internal async Task<ChildProcess> HoldAsync(string file)
    {
        // The struct of fcntl: a write lock on the whole file; F_SETLK is 6.
        File.WriteAllText(PathOf("unattended-upgrade"), """
            $| = 1; open(my $file, "+>>", $ARGV[0]) or die $!; my $lock = pack("s s x100", 1, 0);
            fcntl($file, 6, $lock) or die $!; print "held\n"; sleep 600
            """);
        var holder = ChildProcess.Start("perl", new Dictionary<string, string?>(), PathOf("unattended-upgrade"), PathOf(file));
        await holder.WaitForLineAsync("held");
        return holder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void WriteRepository()
    {
        byte[] package = [1];
        File.WriteAllBytes(PathOf("packages/curl.deb"), package);
        File.WriteAllText(PathOf("packages/Packages"), $"""
            Package: curl
            Version: 1
            Architecture: all
            Description: a stand-in
            Filename: ./curl.deb
            Size: {package.Length}
            SHA256: {Convert.ToHexStringLower(SHA256.HashData(package))}


            """);
        File.WriteAllText(PathOf("etc/sources.list"), $"deb [trusted=yes] copy:{PathOf("packages")} ./\n");
    }

    private void WriteConfiguration() => File.WriteAllText(PathOf("apt.conf"), $"""
        Dir::State "{PathOf("apt")}";
        Dir::State::status "{PathOf("dpkg/status")}";
        Dir::Cache "{PathOf("cache/apt")}";
        Dir::Log "{PathOf("log/apt")}";
        Dir::Etc "{PathOf("etc")}";
        Dir::Etc::sourceparts "sources.d";
        Dir::Etc::preferencesparts "preferences.d";
        Dir::Etc::parts "conf.d";
        Dir::Etc::trustedparts "keys.d";
        Dir::Bin::dpkg "{PathOf("unpack")}";
        APT::Sandbox::User "";

        """);

    private void WritePrograms()
    {
        var folders = System.Environment.GetEnvironmentVariable("PATH")!.Split(':');
        foreach (var program in Tools.Concat(Present))
        {
            // The script also finds PostgreSQL outside PATH, so the machine may lack the link.
            if (folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) is { } target)
                File.CreateSymbolicLink(PathOf($"programs/{program}"), target);
        }
        foreach (var program in (string[])["apt-get", "dpkg"])
            WriteProgram($"programs/{program}", $"PATH=/usr/sbin:/usr/bin:/sbin:/bin exec /usr/bin/{program} \"$@\"");
        WriteProgram("programs/sudo", "[ \"$1\" = -n ] && shift\nexec \"$@\"");
        WriteProgram("programs/convert", "echo 'Version: ImageMagick 6'");
        // Puts the result of curl's installation in place without dpkg, which would need root.
        WriteProgram("unpack", $"case \"$*\" in *--unpack*) ln -s /bin/true '{PathOf("programs/curl")}' ;; esac");
    }

    private void WriteProgram(string name, string body)
    {
        File.WriteAllText(PathOf(name), $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
