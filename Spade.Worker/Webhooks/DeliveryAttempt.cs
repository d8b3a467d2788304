using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;

namespace Spade.Worker.Webhooks;

/// <summary>What came of one attempt.</summary>
/// <param name="End">For the log.</param>
/// <param name="Error">Why it failed; null when the event was delivered.</param>
/// <param name="IsFinal">True when a further attempt would fail for the same reason.</param>
internal sealed record DeliveryAttempt(AttemptEnd End, JobError? Error, bool IsFinal);
