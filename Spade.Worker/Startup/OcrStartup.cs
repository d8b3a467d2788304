using Spade.Shutdown;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Startup;

/// <summary>Makes sure that recognition can work here, and clears away what killed workers left behind, before the first job.</summary>
internal sealed class OcrStartup(OcrPrerequisites prerequisites, OrphanedProcesses orphans, WorkFolders folders) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await prerequisites.FindMissingAsync(cancellationToken) is { } missing)
            throw new StartupException(missing);
        // Children first: they may still write into the folders.
        orphans.End();
        folders.RemoveLeftovers();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
