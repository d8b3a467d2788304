namespace Aspire.Hosting.Run.Terminal;

/// <summary>What one kind of request does.</summary>
internal interface ITerminalVerb
{
    /// <summary>Whether it is for a request.</summary>
    bool Answers(TerminalRequest request);

    /// <summary>Answers a request and returns the exit code that the other terminal's program ends with.</summary>
    Task<int> RunAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken);
}
