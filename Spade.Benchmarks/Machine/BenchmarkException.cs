namespace Spade.Benchmarks.Machine;

/// <summary>A benchmark could not be run. The message says why and is shown to the user.</summary>
public sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
