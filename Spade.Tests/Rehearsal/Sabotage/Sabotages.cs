using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spade.Jobs.Leases;
using Spade.ServiceDefaults.Health;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Requests;
using Spade.Tests.Rehearsal.Sabotage.Parts;
using Spade.Tests.Services;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>Parts of a service that can be broken, by name.</summary>
/// <remarks>What is replaced is looked for with Single: if it is ever registered in another way, the service does not start, and no test
/// silently tests a healthy service.</remarks>
internal static class Sabotages
{
    /// <summary>The environment variable that names one.</summary>
    public const string Variable = "SPADE_TESTS_SABOTAGE";

    public const string KeepsConnections = "keeps-connections", StaysReady = "stays-ready", LiesAboutItsExit = "lies-about-its-exit",
        FetchesOn = "fetches-on", FallsSilent = "falls-silent", ForgetsPages = "forgets-pages";

    private static readonly Dictionary<string, Action<IServiceCollection>> Known = new()
    {
        [KeepsConnections] = KeepConnections,
        [StaysReady] = StayReady,
        [LiesAboutItsExit] = _ => AppDomain.CurrentDomain.ProcessExit += (_, _) => CleanExit.Now(),
        [FetchesOn] = FetchOn,
        [FallsSilent] = services => services.AddHostedService<Silence>(),
        [ForgetsPages] = services => DocumentHandler.Replace<ForgetfulHandler>(services),
    };

    /// <summary>Options of a service that is broken in this way.</summary>
    public static ServiceOptions Options(string name) =>
        ServiceOptions.None.With(StartupHook.Variable, StartupHook.Path).With(Variable, name);

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static Action<IServiceCollection> Named(string? name) => name is not null && Known.TryGetValue(name, out var sabotage)
        ? sabotage
        : throw new ArgumentException($"{Variable} is '{name}'; it must be one of {string.Join(", ", Known.Keys)}.", nameof(name));

    private static void KeepConnections(IServiceCollection services) => services.Remove(services.Single(
        service => service.ServiceType == typeof(IStartupFilter) && service.ImplementationType == typeof(ConnectionClosing)));

    /// <summary>The health endpoints get a stop of their own, which never begins.</summary>
    private static void StayReady(IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ServiceType == typeof(HealthBoard)));
        services.AddSingleton(provider => new HealthBoard(
            provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>(),
            new ShutdownProgress(
                new EndlessLifetime(), provider.GetRequiredService<TimeProvider>(), work: [],
                provider.GetRequiredService<IOptions<HostOptions>>()),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void FetchOn(IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ServiceType == typeof(IWorkInFlight)
            && service.ImplementationFactory is Func<IServiceProvider, RunningJobs>));
        services.AddSingleton<IWorkInFlight>(provider => new LateStop(provider.GetRequiredService<RunningJobs>()));
    }
}
