using System.Diagnostics;

namespace Spade.Tests.Infrastructure;

/// <summary>A program's exit code and output.</summary>
public sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end; one that takes longer than a minute is killed and fails the test.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Passed unchanged, without a shell.</param>
    /// <param name="workingFolder">Where it runs; by default the root of the file system, so that nothing depends on the clone.</param>
    /// <param name="environment">Variables in addition to those of the tests.</param>
    public static async Task<ProcessRun> OfAsync(
        string program, string[] arguments, string workingFolder = "/", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProcessRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} was still running after {Limit}.");
        }
    }
}
