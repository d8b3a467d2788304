namespace Spade.Tests.Soak;

/// <summary>One thing that a scenario measured.</summary>
/// <param name="Name">Its name, for example <c>SIGTERM to exit</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">Its unit; empty for a plain count.</param>
internal sealed record Figure(string Name, double Value, string Unit);
