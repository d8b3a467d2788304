using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Terminal;
using Microsoft.Extensions.DependencyInjection;
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
        var (server, reader) = await TestTerminal.ConnectAsync();
        await using (var output = new TerminalOutput(server, hasColours: false))
        {
            await output.WriteErrorAsync("=3\n=4", CancellationToken.None);
            await output.EndAsync(1, CancellationToken.None);
        }

        Assert.Equal("2=3\n2=4\n=1\n", await reader.ReadToEndAsync().DefaultTimeout());
        reader.Dispose();
    }

    [Fact]
    public async Task A_terminal_that_follows_a_log_gets_all_of_it_before_the_AppHost_ends()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "sh", "/", "-c", "trap 'seq 3000; exit 0' INT; echo up; while :; do sleep 0.02; done");
        await using var application = builder.Build();
        await application.StartAsync();
        await application.LineAsync("service", line => line == "up");
        using var socket = (await application.Services.GetRequiredService<TerminalSocket>().TryConnectAsync(CancellationToken.None))!;
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("{\"Verb\":\"logs\",\"Name\":\"service\",\"Follow\":true}\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.Contains("started as", await reader.ReadLineAsync().DefaultTimeout(), StringComparison.Ordinal);
        var reading = reader.ReadToEndAsync();

        await application.StopAsync().WaitAsync(TestApplication.Patience);

        var lines = (await reading.DefaultTimeout()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.EndsWith("| 3000", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("exited with 0", StringComparison.Ordinal));
        Assert.Equal(["2The AppHost has ended.", "=1"], lines[^2..]);
    }

    [Fact]
    public async Task A_terminal_that_does_not_read_is_told_how_many_lines_it_lost()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "sleep", "/", "3600");
        await using var application = builder.Build();
        var logs = application.Services.GetRequiredService<ResourceLoggerService>();
        var verb = application.Services.GetServices<ITerminalVerb>().OfType<LogsVerb>().Single();
        logs.Write("service", "first", isError: false);
        var (server, reader) = await TestTerminal.ConnectAsync();
        await using var output = new TerminalOutput(server, hasColours: false);
        using var over = new CancellationTokenSource();
        var following = verb.RunAsync(new TerminalRequest("logs", "service") { Follow = true }, output, over.Token);
        Assert.EndsWith("| first", await reader.ReadLineAsync().DefaultTimeout(), StringComparison.Ordinal);

        // More than the kernel's buffers hold, and then more than is kept for a reader.
        const int written = 40_000;
        var text = new string('x', 1000);
        for (var i = 0; i < written; i++)
            logs.Write("service", text, isError: false);
        logs.Write("service", "last", isError: false);

        var (seen, told) = (0, 0);
        while (await reader.ReadLineAsync().DefaultTimeout() is { } line && !line.EndsWith("| last", StringComparison.Ordinal))
        {
            if (line[0] == TerminalOutput.Error)
                told += int.Parse(line[1..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            else
                seen++;
        }

        Assert.InRange(told, 1, written);
        Assert.Equal(written, seen + told);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following.DefaultTimeout());
        reader.Dispose();
    }
}
