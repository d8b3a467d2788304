using Spade.Documents.Languages;
using Spade.Jobs.Nodes;
using Spade.Jobs.Schema;

namespace Spade.Worker.Languages;

/// <summary>Publishes once what this worker has installed, and tries until it succeeds. Documents are read meanwhile.</summary>
internal sealed partial class LanguagePublication(
    InstalledLanguages installed, PublishedLanguages published, Node node, SchemaGate gate, TimeProvider time,
    ILogger<LanguagePublication> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await gate.WaitAsync(stoppingToken);
            var pause = FirstPause;
            while (!await TryAsync(pause, stoppingToken))
            {
                await Task.Delay(pause, time, stoppingToken);
                pause = 2 * pause < LongestPause ? 2 * pause : LongestPause;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A worker that stops has nothing to publish.
        }
    }

    private async Task<bool> TryAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await published.PublishAsync(node.Id, installed.Languages, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotPublish(logger, pause, exception.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Warning, "The installed languages cannot be published now; tried again in {Pause}: {Reason}")]
        public static partial void CannotPublish(ILogger logger, TimeSpan pause, string reason);
    }
}
