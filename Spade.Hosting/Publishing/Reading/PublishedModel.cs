using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Spade.Hosting;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>The application as the chart sees it.</summary>
internal sealed class PublishedModel
{
    private PublishedModel(KubernetesEnvironmentResource environment) => (Environment, Names) = (environment, new(environment.HelmChartName));

    internal KubernetesEnvironmentResource Environment { get; }

    internal ChartNames Names { get; }

    internal List<PublishedService> Services { get; } = [];

    /// <summary>The PostgreSQL server; null when the application has none.</summary>
    internal PostgresServerResource? Server { get; private set; }

    /// <summary>The server's database; there is one when there is a server.</summary>
    internal PostgresDatabaseResource? Database { get; private set; }

    internal MigrationAnnotation? Migration { get; private set; }

    internal static PublishedModel Read(KubernetesEnvironmentResource environment, DistributedApplicationModel application)
    {
        var model = new PublishedModel(environment);
        foreach (var resource in application.Resources.Where(resource => !IsLeftOut(resource)))
            model.Add(resource);
        model.CheckDatabase();
        return model;
    }

    internal PublishedService Service(IResource resource) => Services.FirstOrDefault(service => service.Resource == resource)
        ?? throw new DistributedApplicationException($"'{resource.Name}' is not part of the chart, so nothing in it can refer to it.");

    /// <summary>True for values, which have no objects of their own, and for what the application excludes: a database goes with its server.</summary>
    private static bool IsLeftOut(IResource resource) => resource is KubernetesEnvironmentResource || resource.IsValue() || resource.IsExcludedFromPublish()
        || resource is PostgresDatabaseResource { Parent: var server } && server.IsExcludedFromPublish();

    private void Add(IResource resource)
    {
        switch (resource)
        {
            case ProjectResource project:
                Services.Add(PublishedService.Read(project, Names));
                break;
            case PostgresServerResource server:
                Server = Server is null ? server : throw Several($"PostgreSQL servers ('{Server.Name}', '{server.Name}')");
                break;
            case PostgresDatabaseResource database:
                Database = Database is null ? database : throw Several($"databases ('{Database.Name}', '{database.Name}')");
                break;
            case ExecutableResource:
                throw new DistributedApplicationException(
                    $"'{resource.Name}' is a program of this machine, which no cluster has: "
                    + "make it a project, or leave it out with ExcludeFromManifest.");
            default:
                throw new DistributedApplicationException(
                    $"'{resource.Name}' is a {resource.GetType().Name}, which cannot be published: leave it out with ExcludeFromManifest.");
        }
    }

    private static DistributedApplicationException Several(string what) =>
        new($"The application has several {what}: a chart holds one. "
            + "Leave the others out with ExcludeFromManifest, and give services their address.");

    private void CheckDatabase()
    {
        if (Server is null)
            return;
        if (Database is null)
            throw new DistributedApplicationException($"'{Server.Name}' has no database: add one with AddDatabase, so that the chart knows what to make.");
        Migration = Database.Annotations.Concat(Server.Annotations).OfType<MigrationAnnotation>().LastOrDefault();
    }
}
