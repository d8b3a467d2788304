using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs AppHosts in tests.</summary>
/// <remarks>
/// An application made here differs from one that <c>dotnet run</c> starts, unless its arguments say otherwise: its ports are random
/// (<c>DcpPublisher:RandomizePorts</c>), its data is in a temporary folder that goes when it is disposed (<c>AppHost:DataFolder</c>), there
/// is no dashboard, and nothing is written to the console (<see cref="DistributedApplicationOptions.EnableResourceLogging"/>). The variables
/// of the AppHost's first launch profile count as configuration.
/// </remarks>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs an AppHost's <c>Main</c> until it calls <c>Build</c>.</summary>
    /// <typeparam name="TEntryPoint">Any type of the AppHost's assembly, such as <c>Projects.Spade_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs an AppHost's <c>Main</c> with arguments until it calls <c>Build</c>.</summary>
    /// <typeparam name="TEntryPoint">Any type of the AppHost's assembly, such as <c>Projects.Spade_AppHost</c>.</typeparam>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost's <c>Main</c> with arguments until it calls <c>Build</c>.</summary>
    /// <typeparam name="TEntryPoint">Any type of the AppHost's assembly, such as <c>Projects.Spade_AppHost</c>.</typeparam>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    /// <param name="configureBuilder">Changes how the application's builder is made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <summary>Runs an AppHost's <c>Main</c> until it calls <c>Build</c>.</summary>
    /// <param name="entryPoint">Any type of the AppHost's assembly.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    /// <summary>Runs an AppHost's <c>Main</c> with arguments until it calls <c>Build</c>.</summary>
    /// <param name="entryPoint">Any type of the AppHost's assembly.</param>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost's <c>Main</c> with arguments until it calls <c>Build</c>.</summary>
    /// <param name="entryPoint">Any type of the AppHost's assembly.</param>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    /// <param name="configureBuilder">Changes how the application's builder is made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
    {
        var run = new AppHostRun(entryPoint.Assembly, args, new AppHostCallbacks { Creating = configureBuilder });
        return new TestingBuilder(await run.StartAsync(cancellationToken), run);
    }

    /// <summary>Starts a description in the test itself.</summary>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { }, Assembly.GetCallingAssembly());

    /// <summary>Starts a description in the test itself.</summary>
    /// <param name="args">Arguments of the command line; they win over the defaults of tests.</param>
    /// <param name="configureBuilder">Changes how the builder is made.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IDistributedApplicationTestingBuilder Create(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder) =>
        Create(args, configureBuilder, Assembly.GetCallingAssembly());

    private static TestingBuilder Create(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, Assembly caller)
    {
        var run = new AppHostRun(caller, args, new AppHostCallbacks { Creating = configureBuilder });
        return new(run.CreateBuilder(), run);
    }
}
