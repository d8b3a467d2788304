namespace Spade.Shutdown.Budget;

/// <summary>A shutdown budget that cannot be kept. The message names every violated rule and shows the sum with all its terms.</summary>
public sealed class ShutdownBudgetException(string message) : Exception(message);
