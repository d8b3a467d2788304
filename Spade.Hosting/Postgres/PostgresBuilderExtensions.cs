using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Adding PostgreSQL.</summary>
public static partial class PostgresBuilderExtensions
{
    /// <summary>Adds a server. A run uses the databases that <c>ConnectionStrings:…</c> configures, or else starts a private server from the
    /// PostgreSQL programs of this machine.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name.</param>
    /// <param name="userName">Superuser; <c>postgres</c> by default.</param>
    /// <param name="password">Its password; by default one that is generated once and kept.</param>
    /// <param name="port">Port; a free one by default.</param>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        var passwordParameter = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateParameter(builder, $"{name}-password", new GeneratedPassword(builder, $"{name}-password"), secret: true);
        var server = builder.AddResource(new PostgresServerResource(name, userName?.Resource, passwordParameter));
        return server.WithEndpoint(port: port, scheme: PostgresServerResource.EndpointName).WithPostgresHealthCheck($"{name}_check");
    }

    /// <summary>Adds a database. It is made when the server is ready and has none of that name.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">Name of the resource, and of the connection string.</param>
    /// <param name="databaseName">Name that the server knows it by; the resource's by default.</param>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var application = builder.ApplicationBuilder;
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        if (application.ExecutionContext.IsRunMode)
            database.ConfiguredConnectionString = application.Configuration.GetConnectionString(name);
        builder.Resource.AddDatabase(name, database.DatabaseName);
        return application.AddResource(database).WithPostgresHealthCheck($"{name}_check");
    }

    /// <summary>Keeps the server's data when the application ends.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">Name of what holds it: lower-case letters, digits and hyphens, so that Kubernetes takes it too. By default the
    /// resource's, with <c>-data</c>.</param>
    /// <param name="isReadOnly">Not possible for a server that is to start.</param>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        RefuseReadOnly(builder.Resource, isReadOnly);
        var volume = name ?? $"{builder.Resource.Name}-data";
        ResourceName.Validate(volume);
        return builder.WithData(new DataVolumeAnnotation(volume));
    }

    /// <summary>Keeps the server's data in a folder of this machine when the application ends.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">Path of the folder, relative to the AppHost's.</param>
    /// <param name="isReadOnly">Not possible for a server that is to start.</param>
    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        RefuseReadOnly(builder.Resource, isReadOnly);
        return builder.WithData(new DataFolderAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory)));
    }

    /// <summary>Runs scripts when the server's data has just been made, in the order of their names, on the database <c>postgres</c>.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">Path of a script or of a folder with scripts, relative to the AppHost's. A run takes SQL only, in files named
    /// <c>.sql</c> and without psql's own commands.</param>
    public static IResourceBuilder<PostgresServerResource> WithInitFiles(this IResourceBuilder<PostgresServerResource> builder, string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return builder.WithAnnotation(new InitFilesAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory)));
    }

    /// <summary>Sets the port that the server listens on; null for a free one.</summary>
    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.EndpointName, endpoint => endpoint.Port = port);

    /// <summary>Sets the superuser's password.</summary>
    public static IResourceBuilder<PostgresServerResource> WithPassword(
        this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> password)
    {
        builder.Resource.PasswordParameter = password.Resource;
        return builder;
    }

    /// <summary>Sets the superuser.</summary>
    public static IResourceBuilder<PostgresServerResource> WithUserName(
        this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> userName)
    {
        builder.Resource.UserNameParameter = userName.Resource;
        return builder;
    }

    /// <summary>The data is in one place: where it was said last.</summary>
    private static IResourceBuilder<PostgresServerResource> WithData(this IResourceBuilder<PostgresServerResource> builder, IResourceAnnotation place)
    {
        foreach (var earlier in builder.Resource.Annotations.Where(annotation => annotation is DataVolumeAnnotation or DataFolderAnnotation).ToList())
            builder.Resource.Annotations.Remove(earlier);
        builder.Resource.Annotations.Add(place);
        return builder;
    }

    private static void RefuseReadOnly(PostgresServerResource server, bool isReadOnly)
    {
        if (isReadOnly)
            throw new DistributedApplicationException($"'{server.Name}': PostgreSQL cannot start on a read-only data volume.");
    }

    private static IResourceBuilder<T> WithPostgresHealthCheck<T>(this IResourceBuilder<T> builder, string key) where T : IResourceWithConnectionString
    {
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new PostgresHealthCheck(builder.Resource), null, null));
        return builder.WithHealthCheck(key);
    }
}
