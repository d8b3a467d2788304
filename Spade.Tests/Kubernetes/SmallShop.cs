using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Spade.Hosting;

namespace Spade.Tests.Kubernetes;

/// <summary>An application other than Spade, with a chart of a few lines.</summary>
internal sealed class SmallShop : IDisposable
{
    private readonly ChartFolder _folder = new();

    internal SmallShop()
    {
        Directory.CreateDirectory(Path.Combine(Chart, "templates"));
        Write("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        Write("values.yaml", """
            # The shop's own comment.
            web:
              replicas: 1 # As many as the model says.
              config:
                Theme: plain
            services:
              web: {name: shop-web, port: 1, servicePort: null}

            """);
        Write("service-values.yaml", """
            # NAME.
            KEY:
              replicas: 1
              config: {}
            services:
              # NAME.
              KEY:
                name: NAME
                port: null
                servicePort: null
                references: []

            """);
        Write("templates/all.yaml", """
            {{- range $key, $service := .Values.services }}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{ $service.name }}}
            data: {{- toJson (index $.Values $key).config | nindent 2 }}
            {{- end }}

            """);
    }

    internal string Chart => _folder.PathOf("chart");

    internal string Output => _folder.PathOf("out");

    internal string Values => File.ReadAllText(Path.Combine(Output, "values.yaml"));

    public void Dispose() => _folder.Dispose();

    internal void Write(string name, string text) => File.WriteAllText(Path.Combine(Chart, name), text);

    /// <summary>Builds the application in publish mode.</summary>
    internal IDistributedApplicationBuilder Describe(Action<IDistributedApplicationBuilder, IResourceBuilder<ProjectResource>>? more = null)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--operation", "publish", "--step", "publish", "--output-path", Output],
            ProjectDirectory = _folder.FullPath,
            DisableDashboard = true,
        });
        builder.AddHelmChart("helm", "chart");
        var web = builder.AddProject<SomeProject>("shop-web").WithReplicas(3).WithHttpEndpoint(targetPort: 9000).WithExternalHttpEndpoints()
            .WithEnvironment("Theme", "dark");
        more?.Invoke(builder, web);
        return builder;
    }

    internal Task PublishAsync(Action<IDistributedApplicationBuilder, IResourceBuilder<ProjectResource>>? more = null)
    {
        var builder = Describe(more);
        var chart = builder.Resources.OfType<HelmChartResource>().Single();
        return HelmChartPublisher.WriteAsync(chart, Output, builder.Resources, builder.ExecutionContext, CancellationToken.None);
    }

    /// <summary>The message with which publishing fails.</summary>
    internal async Task<string> ErrorAsync(Action<IDistributedApplicationBuilder, IResourceBuilder<ProjectResource>>? more = null) =>
        (await Assert.ThrowsAsync<DistributedApplicationException>(() => PublishAsync(more))).Message;

    /// <summary>A project that exists only in the model.</summary>
    internal sealed class SomeProject : IProjectMetadata
    {
        public string ProjectPath => "/nowhere/Some.csproj";

        /// <summary>Set, because Aspire would otherwise look for the file beside the project, which does not exist.</summary>
        public LaunchSettings? LaunchSettings { get; } = new();
    }
}
