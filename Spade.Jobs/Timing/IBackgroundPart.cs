namespace Spade.Jobs.Timing;

/// <summary>An auxiliary part that runs beside the node, at most as long as it. Its errors never end the process.</summary>
internal interface IBackgroundPart
{
    /// <summary>Runs until it is done or cancelled. Never throws.</summary>
    Task RunAsync(CancellationToken ended);
}
