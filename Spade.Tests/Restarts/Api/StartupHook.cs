using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>Runs in the API's process before its main method and removes the filter that sends <c>Connection: close</c>; production code
/// has no switch for it. The runtime requires this class name, outside any namespace, in the assemblies of DOTNET_STARTUP_HOOKS.</summary>
internal sealed class StartupHook : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The runtime's environment variable.</summary>
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    /// <summary>The value that names this assembly.</summary>
    public static string Path => typeof(StartupHook).Assembly.Location;

    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new StartupHook());

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices(KeepConnections);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    // Single: if the filter is ever renamed, the scenario must not silently test the protected service.
    private static void KeepConnections(IServiceCollection services) => services.Remove(services.Single(
        service => service.ServiceType == typeof(IStartupFilter) && service.ImplementationType?.Name == "ConnectionClosing"));
}
