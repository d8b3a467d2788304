namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>Settings of <c>AddNpgsqlDbContext</c>, with the names of Aspire's PostgreSQL integration for EF Core. Read from the section
/// <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c>, then from its subsections named after the connection and after the context.</summary>
public sealed class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>The connection string. Default: <c>ConnectionStrings:{connectionName}</c>, which wins over the sections.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>True switches off EF Core's automatic retries. Default false, as in Aspire. With them a call on a dead database ends only
    /// after about a minute, so services that answer requests switch them off.</summary>
    public bool DisableRetry { get; set; }

    /// <summary>True leaves out the health check named after the context. Default false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>True does not ask for Npgsql's traces. Default false. A data source registered for the connection has its own.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>True does not ask for Npgsql's metrics. Default false. A data source registered for the connection has its own.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>Limit of a command in whole seconds. Default null: the connection's.</summary>
    public int? CommandTimeout { get; set; }
}
