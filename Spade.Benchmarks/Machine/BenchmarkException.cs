namespace Spade.Benchmarks.Machine;

/// <summary>A benchmark could not be run; the message says which and why.</summary>
public sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
