namespace Spade.Shutdown.Watching;

/// <summary>A part that still has data to deliver when the process ends, such as telemetry. Register it as a singleton. The watchdog calls
/// it when it ends a stop that hangs, because then nothing is disposed.</summary>
public interface IFinalFlush
{
    /// <summary>Delivers what is left. A second call does nothing.</summary>
    /// <param name="limit">What is not delivered by then is lost.</param>
    Task FlushAsync(TimeSpan limit);
}
