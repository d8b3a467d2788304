namespace Spade.Documents.Tenants;

/// <summary>Whose documents a request may see. The API sets it once per request, from the caller; everything that reads documents asks it.
/// A request that nobody has set it for sees nothing: forgetting it is an error, not a leak.</summary>
public sealed class TenantScope
{
    private string? _tenant;
    private bool _isSet;

    /// <summary>The caller's tenant, for what the request stores.</summary>
    /// <exception cref="InvalidOperationException">It was never set.</exception>
    public string Tenant => _isSet ? _tenant! : throw new InvalidOperationException("No tenant was set for this request.");

    /// <summary>True when the caller may see the documents of every tenant.</summary>
    public bool SeesAll { get; private set; }

    /// <summary>The tenant to which reads are limited; null for none.</summary>
    internal string? Limit => SeesAll ? null : Tenant;

    /// <summary>Sets it for this request.</summary>
    public void Set(string tenant, bool seesAll) => (_tenant, SeesAll, _isSet) = (tenant, seesAll, true);
}
