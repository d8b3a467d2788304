namespace Spade.Shutdown.Explain;

/// <summary>Connections to PostgreSQL that one process may hold at once. Code that opens connections registers how many.</summary>
/// <param name="What">What they are for.</param>
/// <param name="Connections">The maximum at any time.</param>
public sealed record ConnectionUse(string What, int Connections);
