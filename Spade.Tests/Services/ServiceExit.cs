namespace Spade.Tests.Services;

/// <summary>How a replica ended.</summary>
/// <param name="Code">Its exit code; 128 + n after signal n.</param>
/// <param name="AfterSignal">How long after the first signal; zero when it ended without one.</param>
internal sealed record ServiceExit(int Code, TimeSpan AfterSignal);
