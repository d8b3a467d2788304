namespace Spade.Jobs.Fetching;

/// <summary>A loop that claims jobs and starts them until the process stops.</summary>
internal interface IFetchLoop
{
    /// <summary>Returns when the stop has begun and the last claim has ended; runs continue.</summary>
    Task RunAsync();
}
