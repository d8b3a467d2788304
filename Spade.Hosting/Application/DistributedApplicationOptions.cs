namespace Aspire.Hosting;

/// <summary>How an application is made.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>Arguments of the command line: <c>--Section:Key value</c>. None by default.</summary>
    public string[]? Args { get; set; }

    /// <summary>Name of the assembly with the AppHost's metadata; the entry assembly by default.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The AppHost's folder; by default where its project was when it was built, or else the current folder.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Registry that container images come from, whatever their description says; null for what it says.</summary>
    public string? ContainerRegistryOverride { get; set; }

    /// <summary>True shows the lines of resources on the console in a test, where nothing is shown by default. An ordinary run always
    /// shows them.</summary>
    public bool EnableResourceLogging { get; set; }

    /// <summary>True runs without a dashboard. Configuration <c>AppHost:DisableDashboard</c> says the same.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Application's name in a dashboard; the AppHost's own by default. Configuration <c>AppHost:DashboardApplicationName</c> says the
    /// same.</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>In Aspire, allows plain HTTP between the AppHost and its dashboard. It changes nothing here: everything stays on loopback and
    /// plain HTTP is always allowed.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>In Aspire, makes containers trust the development certificate. It changes nothing here: no certificate is handed out.</summary>
    public bool? TrustDeveloperCertificate { get; set; }
}
