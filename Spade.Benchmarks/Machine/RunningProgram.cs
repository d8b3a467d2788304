using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Spade.Benchmarks.Machine;

/// <summary>A <see cref="WebProgram"/> that is ready.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Then it is killed: what was measured is known, and its database is thrown away.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>Between two looks at a program that starts: a look costs it something, too.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);

    private static readonly byte[] Question = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly Process _process;
    private readonly WebProgram _program;
    private readonly Shell _shell;

    private RunningProgram(Process process, WebProgram program, Shell shell)
    {
        _process = process;
        _program = program;
        _shell = shell;
    }

    internal int ProcessId => _process.Id;

    /// <summary>From exec to the first 200.</summary>
    internal TimeSpan StartTime { get; private set; }

    internal string Url(string path) => $"http://127.0.0.1:{_program.Port}{path}";

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    internal static async Task<RunningProgram> StartAsync(Shell shell, WebProgram program, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var running = new RunningProgram(shell.Start(program.Program, program.Arguments, program.Environment), program, shell);
        var output = running.DrainOutput();
        try
        {
            while (!await running.IsReadyAsync(cancellationToken))
            {
                if (running._process.HasExited || Stopwatch.GetElapsedTime(began) > StartLimit)
                    throw new BenchmarkException($"'{program.Program} {string.Join(' ', program.Arguments)}' did not become ready:\n{string.Join('\n', output)}");
                await Task.Delay(Look, cancellationToken);
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

    public async ValueTask DisposeAsync()
    {
        using var process = _process;
        if (process.HasExited)
            return;
        await _shell.RunAsync("kill", ["-s", _program.StopSignal, $"{process.Id}"], new Dictionary<string, string?>(), CancellationToken.None);
        using var limit = new CancellationTokenSource(StopLimit);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    /// <summary>Nobody reads what it says unless it fails; unread, it would stop at a full pipe.</summary>
    private Queue<string> DrainOutput()
    {
        var last = new Queue<string>();
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return last;

        void Keep(string? line)
        {
            lock (last)
            {
                last.Enqueue(line ?? "");
                if (last.Count > 20)
                    last.Dequeue();
            }
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _program.Port, cancellationToken);
            await socket.SendAsync(Question, cancellationToken);
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
