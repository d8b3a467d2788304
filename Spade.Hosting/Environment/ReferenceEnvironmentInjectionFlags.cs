namespace Aspire.Hosting.ApplicationModel;

/// <summary>What <c>WithReference</c> tells a process.</summary>
[Flags]
public enum ReferenceEnvironmentInjectionFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>ConnectionStrings__name</c>.</summary>
    ConnectionString = 1,

    /// <summary>The parts of a connection string: <c>NAME_HOST</c> and so on.</summary>
    ConnectionProperties = 2,

    /// <summary><c>services__name__scheme__0</c>.</summary>
    ServiceDiscovery = 4,

    /// <summary><c>NAME_ENDPOINT</c>.</summary>
    Endpoints = 8,

    /// <summary>Everything. The default.</summary>
    All = ConnectionString | ConnectionProperties | ServiceDiscovery | Endpoints,
}
