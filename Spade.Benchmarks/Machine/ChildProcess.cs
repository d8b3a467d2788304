using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spade.Benchmarks.Machine;

/// <summary>A program that this process started. Its output is read line by line all the time, so that it never waits for a full pipe.
/// Disposing kills it.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    private ChildProcess(Process process, Action<string> onOutput, Action<string> onError)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, onOutput), ReadAsync(process.StandardError, onError));
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Name on the PATH, or a path.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Variables besides those of this process; null removes one.</param>
    /// <param name="onOutput">Gets each line of its standard output.</param>
    /// <param name="onError">Gets each line of its standard error, at the same time as the output.</param>
    /// <param name="folder">Its working directory; null for this process's.</param>
    /// <exception cref="BenchmarkException">It cannot be started.</exception>
    internal static ChildProcess Start(
        string program,
        IReadOnlyList<string> arguments,
        IEnumerable<KeyValuePair<string, string?>> environment,
        Action<string> onOutput,
        Action<string> onError,
        string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return new(Process.Start(start)!, onOutput, onError);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new BenchmarkException(
                $"'{program}' cannot be started: {exception.Message}. './spade bench' installs what it needs.", exception);
        }
    }

    /// <summary>Writes a line to its standard input.</summary>
    internal Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Sends a signal.</summary>
    /// <exception cref="BenchmarkException">The process is gone, or belongs to another user.</exception>
    internal void Send(Signal signal)
    {
        if (kill(_process.Id, (int)signal) != 0)
            throw new BenchmarkException($"Process {_process.Id} took no signal {signal}: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Sends SIGKILL.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Waits for its end and for its last line.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> RunToEndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        using var process = _process;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        // Not for its last line: a child of its own may hold the output open.
        await process.WaitForExitAsync();
    }

    private static async Task ReadAsync(StreamReader lines, Action<string> onLine)
    {
        while (await lines.ReadLineAsync() is { } line)
            onLine(line);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);
}
