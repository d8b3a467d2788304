namespace Spade.Rehearsal.Targets;

/// <summary>A target cannot be rehearsed. The message says why and what to do.</summary>
internal sealed class TargetException(string message, Exception? inner = null) : Exception(message, inner);
