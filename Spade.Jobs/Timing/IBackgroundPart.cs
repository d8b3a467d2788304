namespace Spade.Jobs.Timing;

/// <summary>Something auxiliary that runs as long as the node: what it meets never ends the process.</summary>
internal interface IBackgroundPart
{
    /// <summary>Runs until cancelled. Never throws.</summary>
    Task RunAsync(CancellationToken ended);
}
