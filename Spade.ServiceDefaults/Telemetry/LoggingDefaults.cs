using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>What a service says when nobody has asked for more: its own words, and only the warnings of what it is built on.</summary>
public static class LoggingDefaults
{
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        // A line per health request and per poll would bury everything else.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Npgsql"] = "Warning",
        // Its view of a failed start is a stack trace; what a person can put right is said without.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
        // Whoever ran the command reports its failure, and knows whether it is one.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
    };

    /// <summary>Adds them below every other source of configuration, so that any of those wins.</summary>
    public static void AddLoggingDefaults(this IHostApplicationBuilder builder) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
}
