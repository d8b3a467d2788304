namespace Spade.Tests.TestWorker;

/// <summary>A job that takes time and does nothing.</summary>
/// <param name="Milliseconds">How long.</param>
public sealed record Wait(int Milliseconds);
