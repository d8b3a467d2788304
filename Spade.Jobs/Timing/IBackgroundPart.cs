namespace Spade.Jobs.Timing;

/// <summary>An auxiliary part that runs as long as the node. Its errors never end the process.</summary>
internal interface IBackgroundPart
{
    /// <summary>Runs until cancelled. Never throws.</summary>
    Task RunAsync(CancellationToken ended);
}
