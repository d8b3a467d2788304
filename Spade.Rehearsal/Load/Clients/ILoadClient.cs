namespace Spade.Rehearsal.Load.Clients;

/// <summary>A client that makes one request at a time.</summary>
internal interface ILoadClient
{
    /// <summary>Makes a request and never repeats it by itself; a failure is its outcome, not an exception.</summary>
    /// <param name="ask">The request.</param>
    /// <param name="patience">Time limit.</param>
    /// <param name="stop">Ends it at once; its outcome is then a time-out.</param>
    Task<Exchange> AskAsync(Ask ask, TimeSpan patience, CancellationToken stop);
}
