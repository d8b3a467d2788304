using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;

namespace Aspire.Hosting;

public static partial class PostgresBuilderExtensions
{
    /// <summary>Adds pgAdmin, which shows every server of the application in a browser; one, however often it is asked for. It is never
    /// published.</summary>
    /// <param name="builder">A server.</param>
    /// <param name="configureContainer">Changes the container.</param>
    /// <param name="containerName">Name of the resource; <c>pgadmin</c> by default.</param>
    /// <remarks>It listens on 127.0.0.1 and asks for no login, as everything here that is the developer's alone.</remarks>
    public static IResourceBuilder<T> WithPgAdmin<T>(
        this IResourceBuilder<T> builder, Action<IResourceBuilder<PgAdminContainerResource>>? configureContainer = null, string? containerName = null)
        where T : PostgresServerResource
    {
        var application = builder.ApplicationBuilder;
        var pgAdmin = application.Resources.OfType<PgAdminContainerResource>().SingleOrDefault() is { } known
            ? application.CreateResourceBuilder(known)
            : AddPgAdmin(application, containerName ?? "pgadmin");
        configureContainer?.Invoke(pgAdmin.WithRelationship(builder.Resource, "PgAdmin"));
        return builder;
    }

    /// <summary>Sets the port that pgAdmin listens on; null for a free one.</summary>
    public static IResourceBuilder<PgAdminContainerResource> WithHostPort(this IResourceBuilder<PgAdminContainerResource> builder, int? port) =>
        builder.WithEndpoint("http", endpoint => endpoint.Port = port);

    private static IResourceBuilder<PgAdminContainerResource> AddPgAdmin(IDistributedApplicationBuilder application, string name) =>
        application.AddContainer(new PgAdminContainerResource(name))
            .WithImage("docker.io/dpage/pgadmin4", "9.12.0")
            .WithHttpEndpoint(env: "PGADMIN_LISTEN_PORT")
            // The servers listen on loopback only, and so it must be on the same one.
            .WithContainerRuntimeArgs("--network=host")
            .WithEnvironment("PGADMIN_LISTEN_ADDRESS", "127.0.0.1")
            .WithEnvironment("PGADMIN_CONFIG_SERVER_MODE", "False")
            .WithEnvironment("PGADMIN_CONFIG_MASTER_PASSWORD_REQUIRED", "False")
            .WithEnvironment("PGADMIN_DEFAULT_EMAIL", "admin@example.org")
            .WithEnvironment("PGADMIN_DEFAULT_PASSWORD", "admin")
            .WithServers()
            .WithHttpHealthCheck("/browser/")
            .ExcludeFromManifest();
}
