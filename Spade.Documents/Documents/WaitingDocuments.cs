using System.Collections.Immutable;

namespace Spade.Documents.Documents;

/// <summary>A number of documents, in all and of each tenant.</summary>
internal sealed record WaitingDocuments(long All, ImmutableDictionary<string, long> OfTenants)
{
    public static WaitingDocuments None { get; } = new(0, ImmutableDictionary.Create<string, long>(StringComparer.Ordinal));

    public long Of(string tenant) => OfTenants.GetValueOrDefault(tenant);

    /// <summary>These and <paramref name="number"/> more of a tenant; fewer when it is negative.</summary>
    public WaitingDocuments With(string tenant, int number) => new(All + number, OfTenants.SetItem(tenant, Of(tenant) + number));
}
