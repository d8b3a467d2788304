using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Spade.Shutdown.Reporting;

/// <summary>The service's name and version in telemetry and in the ledger; the name is also PostgreSQL's application_name.</summary>
/// <param name="Name">The service, as the operator names it (OTEL_SERVICE_NAME), else the application.</param>
/// <param name="Version">The version of its assembly.</param>
public sealed record ServiceIdentity(string Name, string Version)
{
    /// <summary>The name the operator gave (OTEL_SERVICE_NAME), else the application's.</summary>
    public static ServiceIdentity Of(IHostApplicationBuilder builder)
    {
        var given = builder.Configuration["OTEL_SERVICE_NAME"];
        return new(string.IsNullOrWhiteSpace(given) ? builder.Environment.ApplicationName : given, EntryVersion());
    }

    private static string EntryVersion() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
