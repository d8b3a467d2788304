using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost in tests, for test fixtures that derive from it and have their say on the way.</summary>
public class DistributedApplicationFactory : IDisposable, IAsyncDisposable
{
    private readonly AppHostRun _run;
    private DistributedApplication? _application;

    /// <summary>Is about to run an AppHost.</summary>
    /// <param name="entryPoint">Any type of the AppHost's assembly.</param>
    public DistributedApplicationFactory(Type entryPoint) : this(entryPoint, [])
    {
    }

    /// <summary>Is about to run an AppHost with arguments.</summary>
    /// <param name="entryPoint">Any type of the AppHost's assembly.</param>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    public DistributedApplicationFactory(Type entryPoint, string[] args) => _run = new(entryPoint.Assembly, args, new AppHostCallbacks
    {
        Creating = OnBuilderCreating, Created = OnBuilderCreated, Building = OnBuilding, Built = OnBuilt,
    });

    /// <summary>Runs the AppHost's <c>Main</c> and starts its application. Once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var builder = await _run.StartAsync(cancellationToken);
        _application = await _run.BuildAsync(builder, cancellationToken);
        await _application.StartAsync(cancellationToken);
    }

    /// <inheritdoc cref="DistributedApplicationHostingTestingExtensions.CreateHttpClient"/>
    public HttpClient CreateHttpClient(string resourceName, string? endpointName = null) => Application.CreateHttpClient(resourceName, endpointName);

    /// <inheritdoc cref="DistributedApplicationHostingTestingExtensions.GetEndpoint"/>
    public Uri GetEndpoint(string resourceName, string? endpointName = null) => Application.GetEndpoint(resourceName, endpointName);

    /// <summary>How to connect to a resource; null when nobody knows.</summary>
    public ValueTask<string?> GetConnectionString(string resourceName) => Application.GetConnectionStringAsync(resourceName);

    /// <summary>Ends the application.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the application.</summary>
    public virtual void Dispose()
    {
        _run.DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Before the AppHost's builder is made; both may be changed.</summary>
    protected virtual void OnBuilderCreating(DistributedApplicationOptions applicationOptions, HostApplicationBuilderSettings hostOptions)
    {
    }

    /// <summary>The AppHost's builder is there, with nothing in it.</summary>
    protected virtual void OnBuilderCreated(DistributedApplicationBuilder applicationBuilder)
    {
    }

    /// <summary>The AppHost has described its application.</summary>
    protected virtual void OnBuilding(DistributedApplicationBuilder applicationBuilder)
    {
    }

    /// <summary>The application is made, and not started.</summary>
    protected virtual void OnBuilt(DistributedApplication application)
    {
    }

    private DistributedApplication Application => _application ?? throw new InvalidOperationException("The application has not been started: call StartAsync first.");
}
