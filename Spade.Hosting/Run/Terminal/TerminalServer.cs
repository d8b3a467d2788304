using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>Lets other terminals ask the running AppHost.</summary>
/// <remarks>It listens once everything else has been started, because only then the folder is this AppHost's, until everything else has
/// stopped: whoever follows a log sees its end.</remarks>
internal sealed partial class TerminalServer(
    TerminalSocket socket, IEnumerable<ITerminalVerb> verbs, ResourceLoggerService logs, TimeProvider clock, ILogger<TerminalServer> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>Time for the answers that are on their way when the AppHost ends; a terminal that does not read takes longer.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!socket.IsPossible)
        {
            Log.PathTooLong(logger, socket.Path);
            return Task.CompletedTask;
        }

        try
        {
            var listener = _listener = socket.Listen();
            _accepting = Task.Run(() => AcceptAsync(listener), CancellationToken.None);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            // What runs is worth more than asking about it.
            Log.CannotListen(logger, socket.Path, exception.Message);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_listener is not { } listener)
            return;
        File.Delete(socket.Path);
        await _closing.CancelAsync();
        await _accepting;
        listener.Dispose();
        // Nothing more is written: who follows a log gets the rest of it and then the end.
        logs.Complete();
        await Task.WhenAll(_serving.Keys).WaitAsync(EndLimit, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _closing.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Serve(await listener.AcceptAsync(_closing.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Too many open files: soon there may be fewer.
                await Task.Delay(AcceptPause, clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket client)
    {
        var serving = ServeAsync(client);
        _serving[serving] = true;
        _ = serving.ContinueWith(
            ended => _serving.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        try
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            if (await reader.ReadLineAsync(over.Token) is not { } line || JsonSerializer.Deserialize<TerminalRequest>(line) is not { } request)
                return;
            await using var output = new TerminalOutput(stream, request.Colours);
            var watching = WatchAsync(reader, over);
            await output.EndAsync(await AnswerAsync(request, output, over.Token), over.Token);
            await over.CancelAsync();
            await watching;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The other terminal has gone, or the AppHost ends.
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
        }
    }

    /// <summary>Nothing more is asked: what comes is the end, when the one who asked has gone.</summary>
    private static async Task WatchAsync(StreamReader reader, CancellationTokenSource over)
    {
        await reader.ReadLineAsync(over.Token).AsTask().ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await over.CancelAsync();
    }

    private async Task<int> AnswerAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await verbs.First(verb => verb.Answers(request)).RunAsync(request, output, cancellationToken);
        }
        catch (DistributedApplicationException exception)
        {
            await output.WriteErrorAsync(exception.Message, cancellationToken);
            return 1;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Other terminals cannot ask this AppHost: {Path} is too long for a Unix socket. Keep the data in a folder with a shorter path.")]
        internal static partial void PathTooLong(ILogger logger, string path);

        [LoggerMessage(LogLevel.Warning, "Other terminals cannot ask this AppHost, because there can be no socket at {Path}: {Reason}")]
        internal static partial void CannotListen(ILogger logger, string path, string reason);

        [LoggerMessage(LogLevel.Error, "A question from another terminal failed.")]
        internal static partial void Failed(ILogger logger, Exception exception);
    }
}
