using Spade.Rehearsal.History;
using Spade.Rehearsal.Load;

namespace Spade.Rehearsal.Targets;

/// <summary>What is known of a target that runs.</summary>
/// <param name="Server">Where requests go.</param>
/// <param name="HasDocuments">Whether it is Spade. Any other service gets GET requests only.</param>
internal sealed record TargetFacts(LoadServer Server, bool HasDocuments)
{
    /// <summary>Version of each program, by name.</summary>
    internal IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>How many pages a worker recognises at once; null when unknown.</summary>
    internal int? PagesInFlight { get; init; }

    /// <summary>Budget of each service that states one, by name.</summary>
    internal IReadOnlyDictionary<string, ServiceBudget> Budgets { get; init; } = new Dictionary<string, ServiceBudget>();
}
