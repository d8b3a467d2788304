using Npgsql;
using Spade.Shutdown;

namespace Spade.ServiceDefaults.Database;

/// <summary>How Spade's services connect to PostgreSQL: quick to give up, never holding a lock for the dead.</summary>
internal static class ConnectionSettings
{
    /// <summary>Reads <c>ConnectionStrings:{connectionName}</c>.</summary>
    /// <exception cref="StartupException">It is missing or unreadable. The message never shows the value: it holds a password.</exception>
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

    /// <summary>Settings for the service's own work. What the connection string gives stays as given; then come the service's wishes.</summary>
    public static string ForWork(
        NpgsqlConnectionStringBuilder given, string application, int maxPoolSize, Action<NpgsqlConnectionStringBuilder>? configure)
    {
        var wished = new NpgsqlConnectionStringBuilder();
        configure?.Invoke(wished);
        foreach (var keyword in given.Keys)
            wished[keyword] = given[keyword];
        var settings = WithDefaults(wished, application);
        settings.MaxPoolSize = maxPoolSize;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, maxPoolSize);
        return settings.ConnectionString;
    }

    /// <summary>Settings for the health check: one connection of its own, kept between runs, that gives up within the check's second
    /// and does not wait for a server that no longer answers.</summary>
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
        // 2 s to connect: a request on a dead database is answered within two seconds. 10 s for a command: all of Spade's are short.
        SetUnlessGiven(settings, "Timeout", 2);
        SetUnlessGiven(settings, "Command Timeout", 10);
        SetUnlessGiven(settings, "Application Name", application);
        // Every statement of Spade's is one of a few dozen: parsed and planned once for each connection, not once for each call.
        SetUnlessGiven(settings, "Max Auto Prepare", 40);
        // A peer that vanished without a word (a node that lost power) is noticed after 10 s + 9 probes (Linux' default) x 2 s.
        SetUnlessGiven(settings, "Tcp Keepalive", true);
        SetUnlessGiven(settings, "Tcp Keepalive Time", 10);
        SetUnlessGiven(settings, "Tcp Keepalive Interval", 2);
        // Nobody leaves anything behind in a session: no SET outside a transaction, no advisory lock, no LISTEN (the node's session is
        // not pooled). Clearing it all the same costs six statements at each use, and would undo SessionSettings.
        settings.NoResetOnClose = true;
        return settings;
    }

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        // Keys lists what was set; ContainsKey would say yes to every keyword Npgsql knows.
        if (!settings.Keys.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            settings[keyword] = value;
    }
}
