using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Spade.Tests.Hosting;

/// <summary>A small HTTP server that tests run as replicas: <c>dotnet Spade.Tests.dll service</c>, told what to do by its environment.</summary>
/// <remarks>Every answer names the process. On SIGTERM it takes no more connections, finishes the requests that it has begun, and ends with 0.</remarks>
internal sealed class TestService
{
    /// <summary>Port that it listens on.</summary>
    internal const string PortVariable = "PORT";

    /// <summary>Folder of files that change what it answers: <c>unready</c>, or <c>unready-</c> and its number, for 503 on /ready;
    /// <c>unstarted</c> for 503 on /started.</summary>
    internal const string SwitchesVariable = "SWITCHES";

    private readonly Lock _lock = new();
    private readonly string _switches = Environment.GetEnvironmentVariable(SwitchesVariable) ?? "/nowhere";
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _busy;

    internal static async Task<int> RunAsync()
    {
        var service = new TestService();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, service.Tell);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, service.Tell);
        using var listener = new TcpListener(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable(PortVariable)!, CultureInfo.InvariantCulture));
        listener.Start();
        _ = service.AcceptAsync(listener);
        await service._told.Task;
        listener.Stop();
        service.CountBusy(0);
        await service._idle.Task;
        return 0;
    }

    private void Tell(PosixSignalContext context)
    {
        context.Cancel = true;
        _told.TrySetResult();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_told.Task.IsCompleted)
            _ = ServeAsync(await listener.AcceptTcpClientAsync());
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream());
        // From the beginning: its first request is on its way.
        var isBusy = true;
        CountBusy(1);
        try
        {
            while (await reader.ReadLineAsync() is { } request)
            {
                if (!isBusy)
                    CountBusy(1);
                isBusy = true;
                await AnswerAsync(client, reader, request);
                isBusy = false;
                CountBusy(-1);
            }
        }
        finally
        {
            if (isBusy)
                CountBusy(-1);
        }
    }

    private async Task AnswerAsync(TcpClient client, StreamReader reader, string request)
    {
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // Headers.
        }

        var isRefused = request.Split(' ')[1] switch
        {
            "/ready" => Is("unready") || Is($"unready-{Environment.ProcessId}"),
            "/started" => Is("unstarted"),
            _ => false,
        };
        var body = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var answer = $"HTTP/1.1 {(isRefused ? "503 No" : "200 OK")}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
    }

    /// <summary>Counts the connections that owe an answer; with none left the service may end, once it was told to.</summary>
    private void CountBusy(int change)
    {
        lock (_lock)
        {
            _busy += change;
            if (_busy == 0 && _told.Task.IsCompleted)
                _idle.TrySetResult();
        }
    }

    private bool Is(string name) => File.Exists(Path.Combine(_switches, name));
}
