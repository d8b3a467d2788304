using Spade.Worker.Ocr.Tools;

namespace Spade.Worker.Ocr;

/// <summary>Clears away what killed workers left behind, before this one takes its first job.</summary>
internal sealed class OcrStartup(OrphanedTools orphans, WorkFolders folders) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Children first: they may still write into the folders.
        orphans.End();
        folders.RemoveLeftovers();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
