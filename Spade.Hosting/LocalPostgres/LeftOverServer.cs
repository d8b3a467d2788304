namespace Spade.Hosting.LocalPostgres;

/// <summary>A server that still runs on a data folder after its AppHost has died.</summary>
internal static class LeftOverServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Stops it, then removes its pid file: if another process has reused the id, PostgreSQL would not start. The caller must
    /// hold the folder's lock.</summary>
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

    /// <summary>The server's main process, recognised by its working directory.</summary>
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
            // The pid file is missing or half written, or the process has just ended.
            return null;
        }
    }
}
