namespace Aspire.Hosting.Run.Probes;

/// <summary>A question to one replica.</summary>
internal interface IProbe
{
    /// <summary>Null when the answer is good, otherwise what is wrong.</summary>
    Task<string?> AskAsync(CancellationToken cancellationToken);
}
