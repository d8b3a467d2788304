namespace Spade.Tests.Soak;

/// <summary>One thing that a scenario measured.</summary>
/// <param name="Name">What, for example <c>SIGTERM to exit</c>.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what; empty for a plain count.</param>
internal sealed record Figure(string Name, double Value, string Unit);
