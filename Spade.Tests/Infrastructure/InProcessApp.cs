using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Spade.Tests.Infrastructure;

/// <summary>Runs a service's real Program inside the test process, on real Kestrel and a free port.</summary>
public sealed class InProcessApp : IAsyncDisposable
{
    private readonly Task _main;
    private readonly IHost _host;
    private readonly IHostApplicationLifetime _lifetime;

    private InProcessApp(Task main, IHost host, Uri address)
    {
        _main = main;
        _host = host;
        // A program that has ended has no services any more, and may be asked to stop once more.
        _lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts the program and returns when it listens.</summary>
    /// <param name="assembly">Name of the service's assembly.</param>
    /// <param name="settings">Configuration as on the command line, <c>key=value</c>.</param>
    public static async Task<InProcessApp> StartAsync(string assembly, params string[] settings)
    {
        string[] arguments =
        [
            $"--applicationName={assembly}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error", "--Shutdown:LameDuck=0",
            .. settings.Select(setting => $"--{setting}"),
        ];
        var built = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        var main = Task.Factory.StartNew(() => Run(assembly, arguments, built), TaskCreationOptions.LongRunning);
        // A program that fails before its host is built ends its task first.
        if (await Task.WhenAny(main, built.Task) == main)
            await main;
        var host = await built.Task;
        await StartedAsync(host, main);
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new InProcessApp(main, host, new Uri(addresses.First()));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stop();
        await _main;
    }

    /// <summary>Asks the program to stop, as SIGTERM would.</summary>
    public void Stop() => _lifetime.StopApplication();

    private static async Task StartedAsync(IHost host, Task main)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted
            .Register(started.SetResult);
        if (await Task.WhenAny(main, started.Task) == main)
            await main;
    }

    private static void Run(string assembly, string[] arguments, TaskCompletionSource<IHost> built)
    {
        using var observer = new BuiltHosts(built);
        using var subscription = DiagnosticListener.AllListeners.Subscribe(observer);
        BuiltHosts.Current.Value = built;
        Assembly.Load(assembly).EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);
    }

    /// <summary>Is notified of every host built in this process and keeps the one of its own thread.</summary>
    private sealed class BuiltHosts(TaskCompletionSource<IHost> mine)
        : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        public static readonly AsyncLocal<TaskCompletionSource<IHost>?> Current = new();

        private IDisposable? _events;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                _events = value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilt", Value: IHost host } && Current.Value == mine)
                mine.TrySetResult(host);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _events?.Dispose();
    }
}
