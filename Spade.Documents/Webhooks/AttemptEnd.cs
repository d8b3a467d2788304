namespace Spade.Documents.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Duration">Time until the answer, or until it was given up.</param>
/// <param name="Status">Status of the answer; null when there was none.</param>
/// <param name="Error">Why it failed, in a sentence; null when it succeeded.</param>
public sealed record AttemptEnd(TimeSpan Duration, int? Status, string? Error);
