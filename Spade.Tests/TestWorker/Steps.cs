namespace Spade.Tests.TestWorker;

/// <summary>A job of many small steps, each a checkpoint.</summary>
/// <param name="Count">How many steps.</param>
/// <param name="Milliseconds">How long each takes.</param>
/// <param name="FreezeAt">The step in whose checkpoint transaction the worker stops itself with SIGSTOP, in its first run; 0 for
/// none.</param>
public sealed record Steps(int Count, int Milliseconds, int FreezeAt = 0);
