namespace Spade.Documents.Tenants;

/// <summary>The result of forgetting what was set for a tenant.</summary>
public enum RemovedTenant
{
    /// <summary>Nothing was set for it, and it has no key.</summary>
    Unknown,

    /// <summary>Nothing was changed: it has keys that are accepted.</summary>
    InUse,

    /// <summary>Nothing is set for it any more.</summary>
    Done,
}
