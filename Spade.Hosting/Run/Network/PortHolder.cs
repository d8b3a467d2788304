using System.Globalization;
using Aspire.Hosting.Run.Processes;

namespace Aspire.Hosting.Run.Network;

/// <summary>Who listens on a port, as far as /proc tells.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The process that listens on a port; null when it cannot be seen, as with another user's.</summary>
    internal static ProcessStat? Find(int port)
    {
        var sockets = SocketsOn(port).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        return sockets.Count == 0 ? null : ProcessStat.All().FirstOrDefault(process => Holds(process.Id, sockets));
    }

    /// <summary>Fields as in proc(5): 1 local address and port in hexadecimal, 3 state, 9 inode.</summary>
    private static IEnumerable<string> SocketsOn(int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return Tables.Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(fields => fields[9]);
    }

    private static bool Holds(int processId, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd"))
                .Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return false;
        }
    }
}
