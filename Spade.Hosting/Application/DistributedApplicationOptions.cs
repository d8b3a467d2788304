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
}
