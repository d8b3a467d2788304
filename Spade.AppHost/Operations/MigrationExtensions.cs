using Spade.Hosting;

namespace Spade.AppHost.Operations;

/// <summary>How a database gets its schema.</summary>
internal static class MigrationExtensions
{
    private const string StartupSwitch = "Migrations__ApplyAtStartup", DirectConnectionSwitch = "Jobs__ConnectionName";

    /// <summary>Says that the service's program, run with a command, brings the database's schema up to date and ends. Services do so
    /// themselves when they start, except where a cluster is given a database of its own choosing: there this runs first.</summary>
    public static IResourceBuilder<ProjectResource> WithMigrations(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<PostgresDatabaseResource> database, string command)
    {
        database.WithAnnotation(
            new MigrationAnnotation(service.Resource, [command], StartupSwitch, DirectConnectionSwitch), ResourceAnnotationMutationBehavior.Replace);
        return service;
    }
}
