using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Containers;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Publishing;
using Aspire.Hosting.Run;
using Aspire.Hosting.Run.Console;
using Aspire.Hosting.Run.Terminal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>The ordinary <see cref="IDistributedApplicationBuilder"/>.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly IAppHostObserver? _observer = AppHostObserver.Claim();

    /// <summary>Starts a description.</summary>
    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Starts a description.</summary>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var settings = new HostApplicationBuilderSettings();
        if (_observer is null)
            DescriptionFailure.Register();
        else
            _observer.Creating(options, settings);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = Path.GetFullPath(options.ProjectDirectory ?? DirectoryOf(AppHostAssembly) ?? Directory.GetCurrentDirectory());
        // The content root is the AppHost's folder, so that its appsettings.json is found from wherever it is started.
        settings.Args ??= options.Args;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= AppHostDirectory;
        _host = new(settings);
        Configuration.AddInMemoryCollection([new("AppHost:Directory", AppHostDirectory), .. SettingsOf(options)]);
        Configuration.AddCommandLine(options.Args ?? [], PublishOptions.Switches);
        ExecutionContext = new(PublishOptions.ReadOperation(Configuration));
        Services.AddSingleton(ExecutionContext).AddSingleton(Eventing).AddSingleton(new DistributedApplicationModel(Resources));
        Services.AddSingleton(new TerminalCall(options.Args ?? []));
        Services.AddHostedService<EventingSubscription>();
        _ = ExecutionContext.IsPublishMode ? Services.AddPublishMode(_host.Logging) : Services.AddRunMode(_host.Logging);
        _observer?.Created(this);
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc/>
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        ResourceName.Validate(resource.Name);
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        _observer?.Building(this);
        var host = _host.Build();
        ExecutionContext.ServiceProvider = host.Services;
        return _observer?.Built(host) ?? new(host);
    }

    /// <summary>What options say that others read from configuration; what they do not say is left to it.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(DistributedApplicationOptions options)
    {
        if (options.ContainerRegistryOverride is { } registry)
            yield return new(ContainerRuntime.RegistryKey, registry);
        if (options.DisableDashboard)
            yield return new("AppHost:DisableDashboard", "true");
        if (options.DashboardApplicationName is { } name)
            yield return new("AppHost:DashboardApplicationName", name);
        if (options.EnableResourceLogging)
            yield return new(RunConsole.IsShownKey, "true");
    }

    internal static string? DirectoryOf(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "apphostprojectpath")?.Value is { } path
        && Directory.Exists(path)
            ? path
            : null;
}
