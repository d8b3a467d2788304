using Spade.Shutdown.Reporting;
using Spade.Shutdown.Signals;

namespace Spade.Shutdown;

/// <summary>Runs a command, a program that does one thing and ends by itself, from its beginning to its exit code.</summary>
public static class CommandHost
{
    /// <summary>Runs the command. SIGTERM, SIGQUIT and SIGINT cancel its token. A second SIGINT ends the process at once, with
    /// <see cref="ExitCodes.Interrupted"/>.</summary>
    /// <param name="command">The command; its result is the exit code. When it has ended, a repeated SIGTERM does not change the code.
    /// </param>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        // Not disposed, because a signal may still arrive.
        var stop = new CancellationTokenSource();
        using var signals = new SignalListener(_ => stop.Cancel());
        try
        {
            return await command(stop.Token);
        }
        finally
        {
            // After the disposal of the last registration a repeated SIGTERM would end the process with 143.
            RepeatedSignals.Ignore();
        }
    }
}
