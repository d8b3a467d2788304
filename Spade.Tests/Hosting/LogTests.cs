using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Terminal;
using Microsoft.Extensions.Logging;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Lines of resources, kept and handed on.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_of_several_lines_is_several_lines_of_the_log()
    {
        var logs = new ResourceLoggerService(TimeProvider.System);

        logs.Write("service", "one\r\ntwo\n\nfour\n", isError: false);
        logs.GetLogger("service").Log(LogLevel.Warning, default, "five\nsix", null, static (text, _) => text);

        Assert.Equal(["one", "two", "", "four", "! five", "! six"], logs.LogOf("service").Kept().Select(entry => entry.Line.Content));
        Assert.Equal(Enumerable.Range(1, 6), logs.LogOf("service").Kept().Select(entry => entry.Line.LineNumber));
    }

    [Fact]
    public async Task A_text_of_several_lines_is_several_lines_at_another_terminal()
    {
        var (server, reader) = await ConnectAsync();
        await using (var output = new TerminalOutput(server, hasColours: false))
        {
            await output.WriteErrorAsync("=3\n=4", CancellationToken.None);
            await output.EndAsync(1, CancellationToken.None);
        }

        Assert.Equal("2=3\n2=4\n=1\n", await reader.ReadToEndAsync().DefaultTimeout());
        reader.Dispose();
    }

    private static async Task<(NetworkStream Server, StreamReader Client)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint).DefaultTimeout();
        var server = new NetworkStream(await listener.AcceptSocketAsync().DefaultTimeout(), ownsSocket: true);
        return (server, new StreamReader(new NetworkStream(client, ownsSocket: true)));
    }
}
