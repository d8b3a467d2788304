using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Services;

/// <summary>A replica under test: a process with an address.</summary>
internal sealed class Service(string name, ChildProcess process, DateTimeOffset started)
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Kind and number, for example <c>spade-api 2</c>.</summary>
    public string Name => name;

    public ChildProcess Process => process;

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started => started;

    /// <summary>When it got its first signal; null before.</summary>
    public DateTimeOffset? SignalledAt { get; private set; }

    /// <summary>Waits until it listens and returns its address.</summary>
    public async Task<Uri> AddressAsync()
    {
        var line = await process.WaitForLineAsync(Listening, Timeouts.Start);
        return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
    }

    /// <summary>Waits until it reports ready and returns the time since its start.</summary>
    public async Task<TimeSpan> ReadyAsync(CancellationToken cancellationToken = default)
    {
        var question = new Uri(await AddressAsync().WaitAsync(cancellationToken), "/health/ready");
        await Eventually.HoldsAsync(
            $"{name} is ready",
            async () => process.HasExited
                ? throw new InvalidOperationException($"{name} ended with {process.ExitCode}:\n{string.Join('\n', process.Lines)}")
                : !(await RawHttp.ProbeAsync(question, ProbeTimeout, cancellationToken)).Outcome.Failed,
            Timeouts.Start,
            every: TimeSpan.FromMilliseconds(10));
        return TimeProvider.System.GetUtcNow() - started;
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => Send(Signals.Terminate);

    public void Send(int signal)
    {
        SignalledAt ??= TimeProvider.System.GetUtcNow();
        process.Send(signal);
    }

    /// <summary>Waits for its exit, by default for two and a half minutes: longer than any grace period.</summary>
    public async Task<ServiceExit> WaitForExitAsync(TimeSpan? within = null)
    {
        try
        {
            var code = await process.WaitForExitAsync(within ?? TimeSpan.FromSeconds(150));
            return new ServiceExit(code, process.ExitedAt - SignalledAt ?? TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{name} did not end in time. Output:\n{string.Join('\n', process.Lines.TakeLast(40))}");
        }
    }

    /// <summary>Sends a signal repeatedly until the process has ended.</summary>
    public async Task<ServiceExit> SendUntilGoneAsync(int signal)
    {
        var exit = WaitForExitAsync();
        while (!exit.IsCompleted)
        {
            Send(signal);
            await Task.Yield();
        }
        return await exit;
    }

    public override string ToString() => name;
}
