using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Spade.Tests.Infrastructure.LongestFirst", "Spade.Tests")]

namespace Spade.Tests.Infrastructure;

/// <summary>Starts the longest collections first, so that all parallel lanes end at about the same time. A long collection that starts
/// last would run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Collections that are not listed take seconds.</summary>
    private static readonly string[] Long =
    [
        BusyEngine.Name, "Hosting.HostEnd", "Endings.Ending", "Site.Access", "EndToEnd.PageError",
        "Hosting.SpadeAppHost", "Workers.FrozenWorker", "Workers.Quarantine", "Hosting.LocalCluster", "Jobs.Liveness",
        "EndToEnd.Interruption", "EndToEnd.Event", "Workers.WorkerDrain", "Kubernetes.CheckedIn", "EndToEnd.", "Jobs.WaitingRun",
        "Api.DatabaseAway", "Jobs.Quarantine", "Restarts.", "Hosting.", "Documents.FirstStart", "Site.", "Jobs.",
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Rank).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int Rank(ITestCollection collection)
    {
        var rank = Array.FindIndex(Long, part => collection.DisplayName.Contains(part, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
