namespace Spade.Rehearsal.CommandLine;

/// <summary>The options do not fit together. The message says which and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
