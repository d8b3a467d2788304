using System.Diagnostics;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Ocr;

/// <summary>A service of ours as it runs in production: a process from its build output, all settings at their defaults.</summary>
internal sealed class OwnService : IAsyncDisposable
{
    private const string ListeningLine = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Shell _shell;
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OwnService(Shell shell, Process process)
    {
        _shell = shell;
        _process = process;
        process.OutputDataReceived += (_, line) => Look(line.Data);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    /// <summary>Starts <c>Spade.Api</c> or <c>Spade.Worker</c> and waits until it is ready.</summary>
    /// <returns>The service, and a client of it.</returns>
    internal static async Task<(OwnService Service, HttpClient Client)> StartAsync(
        Shell shell, string name, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>(environment) { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["DOTNET_ENVIRONMENT"] = "Production" };
        var program = Path.Combine(shell.Root, name, "bin", "Release", "net10.0", $"{name}.dll");
        var service = new OwnService(shell, shell.Start("dotnet", [program], settings));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartLimit);
            return (service, await service.ReadyAsync(limit.Token));
        }
        catch (Exception exception)
        {
            await service.DisposeAsync();
            throw exception is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? new BenchmarkException($"{name} was not ready after {StartLimit.TotalSeconds} s.", exception)
                : exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // As Ctrl+C does: in order, but without waiting for a load balancer.
            await _shell.RunAsync("kill", ["-INT", $"{Id}"], new Dictionary<string, string?>(), CancellationToken.None);
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Look(string? line)
    {
        if (line is null)
            _address.TrySetException(new BenchmarkException("A service of ours ended before it listened."));
        else if (line.IndexOf(ListeningLine, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(new Uri(line[(at + ListeningLine.Length)..].Trim()));
    }

    private async Task<HttpClient> ReadyAsync(CancellationToken cancellationToken)
    {
        var client = new HttpClient { BaseAddress = await _address.Task.WaitAsync(cancellationToken) };
        while (true)
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            if (answer.IsSuccessStatusCode)
                return client;
            await Task.Delay(50, cancellationToken);
        }
    }
}
