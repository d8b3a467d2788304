using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.Run.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Another terminal in the test's own process.</summary>
internal static class TestTerminal
{
    /// <summary>Answers a request; returns the exit code and the lines, each behind the character that says what it is.</summary>
    internal static async Task<(int ExitCode, IReadOnlyList<string> Lines)> AskAsync(DistributedApplication application, TerminalRequest request)
    {
        var (server, client) = await ConnectAsync();
        using var _ = client;
        int exitCode;
        await using (var output = new TerminalOutput(server, hasColours: false))
        {
            var verb = application.Services.GetServices<ITerminalVerb>().First(each => each.Answers(request));
            exitCode = await verb.RunAsync(request, output, CancellationToken.None).WaitAsync(TestApplication.Patience);
        }

        return (exitCode, (await client.ReadToEndAsync().DefaultTimeout()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The AppHost's end of a connection, and the terminal's.</summary>
    internal static async Task<(NetworkStream Server, StreamReader Client)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint).DefaultTimeout();
        var server = new NetworkStream(await listener.AcceptSocketAsync().DefaultTimeout(), ownsSocket: true);
        return (server, new StreamReader(new NetworkStream(client, ownsSocket: true)));
    }
}
