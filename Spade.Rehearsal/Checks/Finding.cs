namespace Spade.Rehearsal.Checks;

/// <summary>One thing that is wrong.</summary>
/// <param name="What">What is wrong, in a phrase with its numbers.</param>
/// <param name="Which">The request, document, process or step.</param>
/// <param name="At">When; null for what has no moment, such as a document that is missing at the end.</param>
/// <param name="Replica">The replica that is concerned; null when unknown or none.</param>
/// <param name="Request">Number of the request; null for anything else.</param>
/// <param name="Happening">What was happening at that moment; added when the finding is judged.</param>
internal sealed record Finding(
    string What, string Which, DateTimeOffset? At = null, string? Replica = null, long? Request = null, string? Happening = null);
