using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's <c>Main</c>, on a thread of its own inside the test, and the application that it makes.</summary>
/// <remarks>
/// Main and the test take turns:
/// <code>
/// Main   describes ─▶ Build() waits ······················▶ makes the application ─▶ Run() waits ···················▶ ends
/// test   CreateAsync() waits ─▶ describes further ─▶ BuildAsync() waits ············▶ starts and asks ─▶ DisposeAsync()
/// </code>
/// </remarks>
internal sealed class AppHostRun(Assembly appHost, string[] args, AppHostCallbacks callbacks) : IAppHostObserver, IAsyncDisposable
{
    private readonly string _dataFolder = Path.Combine(Path.GetTempPath(), $"spade-apphost-{Guid.NewGuid():N}");
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _permission = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TestedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasMain;

    /// <summary>Starts Main and waits until it calls Build.</summary>
    /// <exception cref="InvalidOperationException">Main ended without making an application, or there is none.</exception>
    internal async Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        var main = appHost.EntryPoint
            ?? throw new InvalidOperationException($"{appHost.GetName().Name} has no Main: name a type of the AppHost's assembly, such as Projects.Spade_AppHost.");
        _hasMain = true;
        new Thread(() => RunMain(main)) { IsBackground = true, Name = $"Main of {appHost.GetName().Name}" }.Start();
        try
        {
            return await _described.Task.WaitAsync(cancellationToken);
        }
        catch
        {
            _permission.TrySetException(new AbandonedException());
            RemoveData();
            throw;
        }
    }

    /// <summary>Makes a builder for a description in the test itself.</summary>
    internal DistributedApplicationBuilder CreateBuilder()
    {
        AppHostObserver.Set(this);
        return new DistributedApplicationBuilder(new DistributedApplicationOptions());
    }

    /// <summary>Has the application made: by Main, which waits for that, or here when there is none.</summary>
    internal async Task<DistributedApplication> BuildAsync(DistributedApplicationBuilder builder, CancellationToken cancellationToken)
    {
        if (!_permission.TrySetResult())
            throw new InvalidOperationException("This application has been built or disposed before: make another builder.");
        if (!_hasMain)
            builder.Build();
        return await _built.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends whatever there is by now, and Main with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_permission.TrySetException(new AbandonedException()))
        {
            // The application was never built. The exception is for Main, if there is one.
            _ = _permission.Task.Exception;
            await EndAsync();
        }
        else if (_built.Task.IsCompletedSuccessfully)
        {
            await _built.Task.Result.DisposeAsync();
        }
    }

    void IAppHostObserver.Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        TestDefaults.Apply(options, settings, appHost, args, _dataFolder);
        callbacks.Creating(options, settings);
    }

    void IAppHostObserver.Created(DistributedApplicationBuilder builder) => callbacks.Created(builder);

    void IAppHostObserver.Building(DistributedApplicationBuilder builder)
    {
        callbacks.Building(builder);
        _described.TrySetResult(builder);
        _permission.Task.GetAwaiter().GetResult();
    }

    DistributedApplication IAppHostObserver.Built(IHost host)
    {
        var application = new TestedApplication(host, EndAsync);
        callbacks.Built(application);
        _built.TrySetResult(application);
        return new SuspendedApplication(host, _disposed.Task);
    }

    /// <summary>Lets Main end, waits for that, and removes what the application kept.</summary>
    private async Task EndAsync()
    {
        _disposed.TrySetResult();
        if (_hasMain)
            await _ended.Task;
        RemoveData();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The test gets it, whatever it is.")]
    private void RunMain(MethodInfo main)
    {
        AppHostObserver.Set(this);
        try
        {
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [args], null);
            Fail(new InvalidOperationException($"Main of {appHost.GetName().Name} ended without calling Build on a DistributedApplication's builder."));
        }
        catch (AbandonedException)
        {
            // What this thread was started for is not wanted any more.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Whoever still waits for Main learns of it; afterwards it is too late for anybody.</summary>
    private void Fail(Exception exception)
    {
        _described.TrySetException(exception);
        _built.TrySetException(exception);
        _ = (_described.Task.Exception, _built.Task.Exception);
    }

    private void RemoveData()
    {
        if (Directory.Exists(_dataFolder))
            Directory.Delete(_dataFolder, recursive: true);
    }

    private sealed class AbandonedException() : Exception("The test has disposed the application before it was built.");
}
