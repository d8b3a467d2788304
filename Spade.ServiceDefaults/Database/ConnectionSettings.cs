using Npgsql;
using Spade.Shutdown;

namespace Spade.ServiceDefaults.Database;

/// <summary>How Spade's services connect to PostgreSQL: short timeouts, and dead peers are noticed.</summary>
internal static class ConnectionSettings
{
    /// <summary>Reads <c>ConnectionStrings:{connectionName}</c>.</summary>
    /// <exception cref="StartupException">It is missing or invalid. The message omits the value, which holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string? connectionString, string connectionName)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new StartupException(
                $"The connection string of the database is missing: set ConnectionStrings:{connectionName} (as an environment variable " +
                $"ConnectionStrings__{connectionName}), for example to Host=127.0.0.1;Database={connectionName};Username=...;Password=...");
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            throw new StartupException(
                $"ConnectionStrings:{connectionName} is not a PostgreSQL connection string: {exception.Message}");
        }
    }

    /// <summary>Settings for the service's own work. The connection string wins over <paramref name="configure"/>, which wins over the
    /// defaults.</summary>
    public static string ForWork(
        NpgsqlConnectionStringBuilder given, string application, int maxPoolSize, Action<NpgsqlConnectionStringBuilder>? configure)
    {
        var merged = new NpgsqlConnectionStringBuilder();
        configure?.Invoke(merged);
        foreach (var keyword in given.Keys)
            merged[keyword] = given[keyword];
        var settings = WithDefaults(merged, application);
        settings.MaxPoolSize = maxPoolSize;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, maxPoolSize);
        return settings.ConnectionString;
    }

    /// <summary>Settings for the health check: one connection of its own, kept between runs. It times out within the second that a check
    /// has by default, and a cancelled query does not wait for the server.</summary>
    public static string ForHealth(NpgsqlConnectionStringBuilder given, string application)
    {
        var settings = WithDefaults(given, $"{application} health");
        settings.MaxPoolSize = 1;
        settings.MinPoolSize = 0;
        settings.Timeout = 1;
        settings.CommandTimeout = 1;
        settings.CancellationTimeout = -1;
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder WithDefaults(NpgsqlConnectionStringBuilder given, string application)
    {
        var settings = new NpgsqlConnectionStringBuilder(given.ConnectionString);
        // 2 s to connect, so that a request fails within two seconds when the database is away. 10 s is ample: all commands are short.
        SetUnlessGiven(settings, "Timeout", 2);
        SetUnlessGiven(settings, "Command Timeout", 10);
        SetUnlessGiven(settings, "Application Name", application);
        // There are only a few dozen statements, so each connection can keep all of them prepared.
        SetUnlessGiven(settings, "Max Auto Prepare", 40);
        // A server that vanished without closing the connection (power loss) is noticed after 10 s + 9 probes (Linux's default) x 2 s.
        SetUnlessGiven(settings, "Tcp Keepalive", true);
        SetUnlessGiven(settings, "Tcp Keepalive Time", 10);
        SetUnlessGiven(settings, "Tcp Keepalive Interval", 2);
        // No code leaves state behind in a pooled session: no SET outside a transaction, no advisory lock, no LISTEN. A reset would cost
        // six statements at each use and undo SessionSettings.
        settings.NoResetOnClose = true;
        return settings;
    }

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        // Keys holds only what was set; ContainsKey is true for every keyword that Npgsql knows.
        if (!settings.Keys.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            settings[keyword] = value;
    }
}
