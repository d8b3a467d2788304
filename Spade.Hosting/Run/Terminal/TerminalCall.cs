namespace Aspire.Hosting.Run.Terminal;

/// <summary>The command line that the AppHost's program was started with.</summary>
/// <param name="Arguments">Its words.</param>
internal sealed record TerminalCall(IReadOnlyList<string> Arguments);
