using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spade.Tests.Rehearsal.Sabotage;

/// <summary>Runs in a service's process before its main method and breaks the part that <see cref="Sabotages.Variable"/> names; production
/// code has no switch for it. The runtime requires this class name, outside any namespace, in the assemblies of
/// DOTNET_STARTUP_HOOKS.</summary>
internal sealed class StartupHook : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The runtime's environment variable.</summary>
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    private readonly Action<IServiceCollection> _sabotage;

    private StartupHook(Action<IServiceCollection> sabotage) => _sabotage = sabotage;

    /// <summary>The value that names this assembly.</summary>
    public static string Path => typeof(StartupHook).Assembly.Location;

    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(
        new StartupHook(Sabotages.Named(Environment.GetEnvironmentVariable(Sabotages.Variable))));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices(_sabotage);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
