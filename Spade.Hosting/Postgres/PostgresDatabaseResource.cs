namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a PostgreSQL server.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="databaseName">Name that the server knows it by.</param>
/// <param name="postgresParentResource">The server.</param>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    /// <inheritdoc/>
    public PostgresServerResource Parent { get; } = postgresParentResource;

    /// <summary>Name that the server knows the database by.</summary>
    public string DatabaseName { get; } = databaseName;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ConfiguredConnectionString is { } configured
        ? ReferenceExpression.Create($"{configured}")
        : ReferenceExpression.Create($"{Parent.ConnectionStringExpression};Database={DatabaseName}");

    /// <summary>A database that is already there, from configuration; null for one on <see cref="Parent"/>.</summary>
    internal string? ConfiguredConnectionString { get; set; }

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties()
    {
        // A configured connection string may name several hosts, a file for the password, and so on: it is handed on whole or not at all.
        if (ConfiguredConnectionString is not null)
            yield break;
        foreach (var (part, value) in ((IResourceWithConnectionString)Parent).GetConnectionProperties())
            yield return new(part, part is "Uri" or "JdbcConnectionString" ? ReferenceExpression.Create($"{value}/{DatabaseName}") : value);
        yield return new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}"));
    }
}
