using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Objects;
using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Templates;
using Aspire.Hosting.Publishing.Values;

namespace Aspire.Hosting.Publishing.Charts;

/// <summary>Makes a Helm chart of the application: reads the model, makes objects, lets callbacks change them, makes templates of them.</summary>
internal sealed class HelmChart(
    KubernetesEnvironmentResource environment, DistributedApplicationModel application, DistributedApplicationExecutionContext executionContext)
{
    private readonly ChartValues _values = new();
    private readonly ChartFiles _files = new();
    private readonly List<string> _helpers = [];

    internal async Task<IReadOnlyList<ChartFile>> BuildAsync(CancellationToken cancellationToken)
    {
        var model = PublishedModel.Read(environment, application);
        BeginValues(model);
        var parameters = new ParameterValues(_values);
        var reader = new ValueReader(model, parameters);
        var services = await ReadServicesAsync(model, new(model, reader, parameters, executionContext), cancellationToken);
        foreach (var (service, variables, arguments) in services)
            AddService(model, service, variables, arguments);
        if (model.Server is { } server)
            AddDatabase(model, server, await SuperuserAsync(server, reader, cancellationToken));
        _files.Add("Chart.yaml", ChartManifest.File(environment));
        _files.Add("values.yaml", _values.ToYaml(NotesTemplate.Introduction(model)));
        _files.Add("values.schema.json", _values.ToSchema());
        _files.Add("templates/_helpers.tpl", HelperTemplates.File(model, _helpers));
        _files.Add("templates/NOTES.txt", NotesTemplate.File(model));
        return _files.InOrder();
    }

    /// <summary>All are read before one is written: whether a service has a name depends on who asks for it.</summary>
    private static async Task<List<(PublishedService Service, PublishedEnvironment Variables, IReadOnlyList<string> Arguments)>> ReadServicesAsync(
        PublishedModel model, EnvironmentReader reader, CancellationToken cancellationToken)
    {
        var services = new List<(PublishedService, PublishedEnvironment, IReadOnlyList<string>)>();
        foreach (var service in model.Services)
            services.Add((service, await reader.ReadAsync(service, cancellationToken), await reader.ReadArgumentsAsync(service, cancellationToken)));
        return services;
    }

    /// <summary>The groups of <c>values.yaml</c>, in the order in which a reader wants them.</summary>
    private void BeginValues(PublishedModel model)
    {
        foreach (var service in model.Services)
            _values.Section(service.Key, $"{service.Name}.");
        if (model.Services.Exists(service => ShutdownTemplate.For(model, service) is not null))
            ShutdownTemplate.AddSharedValues(_values);
        if (model.Server is { } server)
            _values.Section(model.Names.ValueKey(server), "PostgreSQL for a trial: one pod, no backups.");
        if (model.Server is not null)
            new DatabaseTemplate(model, "").AddExternalValues(_values);
        if (model.Services.Exists(service => service.Ports.Any(port => port.Endpoint.IsExternal)))
            IngressTemplate.AddValues(_values);
        TelemetryTemplate.AddValues(_values);
        _values.Section(ParameterValues.Section, "Parameters of the application.");
        _values.Section(ParameterValues.Secrets, "Secrets of the application.");
        PodTemplate.AddSharedValues(_values);
    }

    private void AddService(PublishedModel model, PublishedService service, PublishedEnvironment variables, IReadOnlyList<string> arguments)
    {
        var objects = new ServiceObjects(model, service).Build(variables, arguments);
        Customize(objects, model);
        var template = new ServiceTemplate(model, service, variables, objects, _values);
        foreach (var (resource, document) in template.Documents())
            _files.Add(service.Name, resource, document);
        if (template.Helper is { } helper)
            _helpers.Add(helper);
    }

    private void AddDatabase(PublishedModel model, PostgresServerResource server, string user)
    {
        var objects = new PostgresObjects(model, server, user).Build();
        Customize(objects, model);
        var database = new DatabaseTemplate(model, user);
        database.AddOwnValues(_values);
        foreach (var (resource, document) in new PostgresTemplate(model, objects, database, _values).Documents())
            _files.Add(server.Name, resource, document);
        if (model.Migration is { } migration)
        {
            var job = MigrationObjects.Build(model, model.Database!, migration);
            _files.Add(model.Database!.Name, job, new MigrationTemplate(model, new(_values)).Document(job));
        }

        _helpers.Insert(0, database.Helpers());
    }

    private static void Customize(KubernetesResource objects, PublishedModel model)
    {
        foreach (var customization in objects.Source.Annotations.OfType<KubernetesServiceCustomizationAnnotation>())
            customization.Configure(objects);
        foreach (var resource in objects.AdditionalResources.Where(resource => resource.Metadata.Labels.Count == 0))
            resource.Metadata.Labels = model.Names.ObjectLabels(objects.Source);
        List<BaseKubernetesResource?> all = [objects.Workload, objects.ConfigMap, objects.Secret, objects.Service, .. objects.AdditionalResources];
        foreach (var resource in all)
        {
            if (resource is { Metadata.Name: null or "" })
                throw new DistributedApplicationException($"'{objects.Name}': a {resource.Kind} that a callback added has no name: set Metadata.Name.");
        }
    }

    private static async Task<string> SuperuserAsync(PostgresServerResource server, ValueReader reader, CancellationToken cancellationToken) =>
        string.Concat((await reader.ReadAsync(server.UserNameReference, cancellationToken)).Select(part => part switch
        {
            TextPart.Literal literal => literal.Value,
            TextPart.Computed computed => $"{{{{ {computed.Code} }}}}",
            _ => throw new DistributedApplicationException(
                $"'{server.Name}': the user's name is a secret parameter; a chart shows it. Make it an ordinary one."),
        }));
}
