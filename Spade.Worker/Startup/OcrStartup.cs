using Spade.Shutdown;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Startup;

/// <summary>Checks before the first job that recognition can work here, and removes what killed workers left behind.</summary>
internal sealed class OcrStartup(OcrPrerequisites prerequisites, OrphanedProcesses orphans, WorkFolders folders) : IHostedService
{
    /// <inheritdoc/>
    /// <exception cref="StartupException">A program or language data is missing.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await prerequisites.FindMissingAsync(cancellationToken) is { } missing)
            throw new StartupException(missing);
        // Processes first: they may still write to the folders.
        orphans.End();
        folders.RemoveLeftovers();
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
