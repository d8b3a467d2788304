namespace Spade.ServiceDefaults;

/// <summary>The activity sources and meters that are exported. Whoever brings another source adds it here through the options pattern:
/// <c>services.Configure&lt;TelemetrySources&gt;(sources => sources.Activities.Add("..."))</c>.</summary>
public sealed class TelemetrySources
{
    /// <summary>Names of activity sources. Default: the framework's for requests in and out, and Spade's own.</summary>
    public ISet<string> Activities { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore", "System.Net.Http", "Spade.Jobs", "Spade.Ocr", "Spade.Shutdown",
    };

    /// <summary>Names of meters. Default: the framework's for server, client and runtime, and Spade's own.</summary>
    public ISet<string> Meters { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
        "Spade.Jobs", "Spade.Ocr", "Spade.Shutdown",
    };
}
