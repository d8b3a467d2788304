using System.Diagnostics;

namespace Spade.Rehearsal.Machine;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Both streams.</param>
internal sealed record CommandRun(int ExitCode, string Output)
{
    private const int ShownLines = 5;

    private static readonly TimeSpan OutputLimit = TimeSpan.FromSeconds(5);

    /// <summary>The last lines of its output, for an error.</summary>
    internal string LastLines => string.Join(
        " | ", Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(ShownLines));

    /// <summary>Runs a program without input. When cancelled, it is killed with its children.</summary>
    internal static async Task<CommandRun> OfAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // Its folder may be removed next.
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(OutputLimit, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return new CommandRun(process.ExitCode, await WithinLimitAsync(output, cancellationToken));
    }

    /// <summary>A program that the command left running, such as a service that it started, keeps its output open for as long.</summary>
    private static async Task<string> WithinLimitAsync(Task<string[]> output, CancellationToken cancellationToken)
    {
        try
        {
            return string.Join('\n', await output.WaitAsync(OutputLimit, cancellationToken));
        }
        catch (TimeoutException)
        {
            return "A program that it started still has its output, so none of it can be shown.";
        }
    }
}
