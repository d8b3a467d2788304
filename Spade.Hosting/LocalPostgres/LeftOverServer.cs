namespace Spade.Hosting.LocalPostgres;

/// <summary>A server that still runs on a data folder although its AppHost is gone.</summary>
internal static class LeftOverServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Stops it, then removes its pid file: the number in there may be some other process's by now, which would keep PostgreSQL
    /// from starting. Only safe for whoever holds the folder's lock.</summary>
    internal static async Task StopAsync(ClusterFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { UnixSignal.SIGINT, UnixSignal.SIGQUIT, UnixSignal.SIGKILL })
        {
            if (Find(folder) is not { } server)
                break;
            UnixSignals.Send(server, signal);
            var began = time.GetTimestamp();
            while (Find(folder) is not null && time.GetElapsedTime(began) < Limit)
                await Task.Delay(Poll, time, cancellationToken);
        }

        File.Delete(folder.PidFile);
    }

    /// <summary>The server's first process; it works in the data folder.</summary>
    private static int? Find(ClusterFolder folder)
    {
        try
        {
            var id = int.Parse(File.ReadLines(folder.PidFile).First(), CultureInfo.InvariantCulture);
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cwd")).LinkTarget == folder.Data ? id : null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            // No pid file, or not any more, or half a one; or the process has just ended.
            return null;
        }
    }
}
