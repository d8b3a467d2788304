using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>What the AppHost answers: lines, each behind one character that says what it is.</summary>
/// <remarks><c>1</c> a line for standard output, <c>2</c> one for standard error, <c>=</c> the exit code, which is the last line.</remarks>
internal sealed class TerminalOutput(NetworkStream stream, bool hasColours) : IAsyncDisposable
{
    internal const char Output = '1';
    internal const char Error = '2';
    internal const char ExitCode = '=';

    private readonly StreamWriter _writer = new(stream) { AutoFlush = true };

    internal Task WriteLineAsync(string line, CancellationToken cancellationToken) => SendAsync(Output, line, cancellationToken);

    internal Task WriteErrorAsync(string line, CancellationToken cancellationToken) => SendAsync(Error, line, cancellationToken);

    internal Task EndAsync(int exitCode, CancellationToken cancellationToken) =>
        SendAsync(ExitCode, exitCode.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>The text in a colour where colours are seen.</summary>
    internal string Coloured(string text, int colour) => hasColours ? string.Create(CultureInfo.InvariantCulture, $"\e[{colour}m{text}\e[0m") : text;

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>Each line of a text behind its own character: a message, such as an exception's, may have several.</summary>
    private async Task SendAsync(char kind, string text, CancellationToken cancellationToken)
    {
        foreach (var line in TextLines.Of(text))
            await _writer.WriteLineAsync($"{kind}{line}".AsMemory(), cancellationToken);
    }
}
