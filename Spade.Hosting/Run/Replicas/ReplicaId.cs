using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>Names of replicas: <c>spade-api-kqzvwxbt</c>.</summary>
internal static class ReplicaId
{
    /// <summary>Characters that a replica's name is longer than its resource's.</summary>
    internal const int ExtraLength = SuffixLength + 1;

    private const int SuffixLength = 8;

    // Without vowels no word comes out.
    private const string Letters = "bcdfghjklmnpqrstvwxz";

    internal static string Create(IResource resource) => $"{resource.Name}-{Random.Shared.GetString(Letters, SuffixLength)}";
}
