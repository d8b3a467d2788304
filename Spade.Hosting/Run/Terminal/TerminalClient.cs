using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aspire.Hosting.Run.Console;
using Microsoft.Win32.SafeHandles;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>The AppHost's program as the one that asks: hands the request over, prints the answer, ends with its exit code.</summary>
internal sealed class TerminalClient(TerminalCall call, TerminalSocket socket)
{
    private const int Misuse = 2;
    private const int Interrupted = 130;

    // What a shell reports of a program that SIGPIPE ended.
    private const int OutputClosed = 141;

    /// <summary>True when the program was started to ask, and not to run.</summary>
    internal bool IsCalled => TerminalArguments.AreRequest(call.Arguments);

    /// <summary>Returns the program's exit code.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TerminalRequest request;
        try
        {
            request = TerminalArguments.Parse(call.Arguments) with { Colours = RunConsole.HasColours };
        }
        catch (DistributedApplicationException exception)
        {
            await System.Console.Error.WriteLineAsync(exception.Message);
            return Misuse;
        }

        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupt.Cancel();
        });
        try
        {
            return await AskAsync(request, interrupt.Token);
        }
        catch (DistributedApplicationException exception)
        {
            await System.Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            if (request.IsCommand)
                await System.Console.Error.WriteLineAsync($"The {request.Verb} of {request.Name} goes on in the AppHost; status {request.Name} follows it.");
            return Interrupted;
        }
    }

    private async Task<int> AskAsync(TerminalRequest request, CancellationToken cancellationToken)
    {
        if (await socket.TryConnectAsync(cancellationToken) is not { } connection)
        {
            await System.Console.Error.WriteLineAsync($"No AppHost runs with its data in {socket.DataFolder}: start it first.");
            return 1;
        }

        await using var stream = new NetworkStream(connection, ownsSocket: true);
        await using var writer = new StreamWriter(stream, leaveOpen: true) { AutoFlush = true };
        using var reader = new StreamReader(stream, leaveOpen: true);
        await writer.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), cancellationToken);
        return await PrintAsync(reader, cancellationToken);
    }

    private static async Task<int> PrintAsync(StreamReader answer, CancellationToken cancellationToken)
    {
        var output = OpenOutput();
        try
        {
            while (await answer.ReadLineAsync(cancellationToken) is [var kind, .. var text])
            {
                if (kind == TerminalOutput.ExitCode)
                    return int.Parse(text, CultureInfo.InvariantCulture);
                if (kind == TerminalOutput.Error)
                    await System.Console.Error.WriteLineAsync(text);
                else if (!await TryWriteAsync(output, text))
                    return OutputClosed;
            }
        }
        catch (IOException)
        {
            // As below, more suddenly.
        }

        await System.Console.Error.WriteLineAsync("The AppHost has ended.");
        return 1;
    }

    /// <summary>Standard output. The console's own stream swallows the error of a pipe that nobody reads any more, and only that error ends
    /// <c>logs -f | head</c>. A file stays with the console: a second stream would not share its place in the file with standard error.</summary>
    private static TextWriter OpenOutput()
    {
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? System.Console.Out : new StreamWriter(stream) { AutoFlush = true };
    }

    private static async Task<bool> TryWriteAsync(TextWriter output, string text)
    {
        try
        {
            await output.WriteLineAsync(text);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
