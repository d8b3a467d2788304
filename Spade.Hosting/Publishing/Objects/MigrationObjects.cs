using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing.Reading;
using Spade.Hosting;
using Spade.Hosting.Kubernetes;

namespace Aspire.Hosting.Publishing.Objects;

/// <summary>Makes the job that brings a database's schema up to date before the services of a new version start.</summary>
internal static class MigrationObjects
{
    internal const string Component = "migrate";

    internal static Job Build(PublishedModel model, PostgresDatabaseResource database, MigrationAnnotation migration)
    {
        var name = $"{model.Names.Chart}-{Component}";
        var job = new Job
        {
            Metadata = new() { Name = name, Labels = model.Names.ObjectLabels(name, Component) },
            Spec = new()
            {
                BackoffLimit = 2,
                ActiveDeadlineSeconds = 240,
                Template = new()
                {
                    Metadata = new() { Labels = model.Names.PodLabels(name, Component) },
                    Spec = PodDefaults.Pod(Container(model, database, migration), PodDefaults.ServiceUser, PodDefaults.TemporarySize),
                },
            },
        };
        job.PodTemplate.Spec.RestartPolicy = "Never";
        job.Metadata.Annotations["helm.sh/hook"] = "pre-install,pre-upgrade";
        job.Metadata.Annotations["helm.sh/hook-weight"] = "0";
        job.Metadata.Annotations["helm.sh/hook-delete-policy"] = "before-hook-creation,hook-succeeded";
        return job;
    }

    private static Kubernetes.Resources.ContainerV1 Container(PublishedModel model, PostgresDatabaseResource database, MigrationAnnotation migration)
    {
        var container = new Kubernetes.Resources.ContainerV1
        {
            Name = Component,
            Image = model.Service(migration.Program).Name,
            ImagePullPolicy = model.Environment.DefaultImagePullPolicy,
            Env =
            {
                new() { Name = EnvironmentReader.PasswordVariable, ValueFrom = new() { SecretKeyRef = PostgresObjects.DatabaseSecret(model) } },
                new() { Name = $"ConnectionStrings__{database.Name}", Value = $"{{{{ include \"{model.Names.Chart}.database.directConnectionString\" . }}}}" },
            },
            Resources = new()
            {
                Requests = { ["cpu"] = "100m", ["memory"] = "256Mi" },
                Limits = { ["memory"] = "512Mi" },
            },
        };
        container.Args.AddRange(migration.Arguments);
        return container;
    }
}
