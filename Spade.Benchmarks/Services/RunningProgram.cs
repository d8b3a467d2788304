using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Services;

/// <summary>A <see cref="WebProgram"/> that is ready.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private const int LinesKept = 20;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Then it is killed: it has been measured, and its database is thrown away.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>Between two requests to a program that starts: each request slows the start a little.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(3);

    private static readonly byte[] Request = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly WebProgram _program;
    private readonly ChildProcess _process;
    private readonly Queue<string> _lastLines = [];

    private RunningProgram(Shell shell, WebProgram program)
    {
        _program = program;
        _process = ChildProcess.Start(program.Program, program.Arguments, program.Environment, Keep, Keep, shell.Root);
    }

    internal int ProcessId => _process.Id;

    /// <summary>From exec to the first 200.</summary>
    internal TimeSpan StartTime { get; private set; }

    internal string Url(string path) => $"http://127.0.0.1:{_program.Port}{path}";

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="BenchmarkException">It ended, or was not ready within 30 s.</exception>
    internal static async Task<RunningProgram> StartAsync(Shell shell, WebProgram program, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var running = new RunningProgram(shell, program);
        try
        {
            while (!await running.IsReadyAsync(cancellationToken))
            {
                if (running._process.HasExited || Stopwatch.GetElapsedTime(began) > StartLimit)
                    throw running.NotReady();
                await Task.Delay(PollInterval, cancellationToken);
            }
            running.StartTime = Stopwatch.GetElapsedTime(began);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it as the kubelet does: with SIGTERM, and with SIGKILL if it has not ended after its grace.</summary>
    internal async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _process.Send(Signal.Terminate);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(grace, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await _process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using var process = _process;
        if (process.HasExited)
            return;
        process.Send(_program.StopSignal);
        using var limit = new CancellationTokenSource(StopLimit);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Keep(string line)
    {
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }
    }

    private BenchmarkException NotReady()
    {
        lock (_lastLines)
        {
            var command = string.Join(' ', _program.Arguments.Prepend(_program.Program));
            return new($"'{command}' did not become ready:\n{string.Join('\n', _lastLines)}");
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _program.Port, cancellationToken);
            await socket.SendAsync(Request, cancellationToken);
            var answer = new byte["HTTP/1.1 200".Length];
            var stream = new NetworkStream(socket);
            return await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken) == answer.Length
                && answer.AsSpan().EndsWith("200"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
