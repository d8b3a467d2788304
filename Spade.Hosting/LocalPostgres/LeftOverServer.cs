using System.Globalization;
using Spade.Hosting.Processes;

namespace Spade.Hosting.LocalPostgres;

/// <summary>A server that still runs on a data folder although its AppHost is gone.</summary>
internal static class LeftOverServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Stops it, then removes its pid file: the number in there may be some other process's by now, which would keep PostgreSQL
    /// from starting. Only safe for whoever holds the folder's lock.</summary>
    internal static async Task StopAsync(ClusterFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { UnixSignal.Interrupt, UnixSignal.Quit, UnixSignal.Kill })
        {
            if (Find(folder) is not { } server)
                break;
            UnixSignal.Send(server, signal);
            var began = time.GetTimestamp();
            while (Find(folder) is not null && time.GetElapsedTime(began) < Limit)
                await Task.Delay(Poll, time, cancellationToken);
        }

        File.Delete(folder.PidFile);
    }

    /// <summary>The server's first process; it works in the data folder.</summary>
    private static int? Find(ClusterFolder folder) =>
        File.Exists(folder.PidFile) && int.TryParse(File.ReadLines(folder.PidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)
            && WorkingFolder(id) == folder.Data
            ? id
            : null;

    private static string? WorkingFolder(int id)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cwd")).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
