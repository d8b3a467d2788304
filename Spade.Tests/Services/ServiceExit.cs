namespace Spade.Tests.Services;

/// <summary>How a replica ended.</summary>
/// <param name="Code">Its exit code; 128 + n after signal n.</param>
/// <param name="AfterSignal">Time since the first signal; zero without one.</param>
internal sealed record ServiceExit(int Code, TimeSpan AfterSignal);
