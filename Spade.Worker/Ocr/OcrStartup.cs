using Spade.ServiceDefaults;
using Spade.Worker.Ocr.Tools;

namespace Spade.Worker.Ocr;

/// <summary>Makes sure that recognition can work here, and clears away what killed workers left behind, before the first job.</summary>
internal sealed class OcrStartup(OcrPrerequisites prerequisites, OrphanedTools orphans, WorkFolders folders) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await prerequisites.FindMissingAsync(cancellationToken) is { } missing)
            throw new StartRefusedException(missing);
        // Children first: they may still write into the folders.
        orphans.End();
        folders.RemoveLeftovers();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
