using System.Diagnostics;

namespace Spade.Benchmarks.Machine;

/// <summary>Runs other programs to their end.</summary>
/// <param name="Root">Folder of the repository.</param>
internal sealed record Shell(string Root)
{
    /// <summary>Folder of the peers' scripts.</summary>
    internal string Peers => Path.Combine(Root, "Spade.Benchmarks", "peers");

    /// <summary>Runs a program.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="BenchmarkException">It could not be started, or ended with another code than 0.</exception>
    internal async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode == 0
            ? await output
            : throw new BenchmarkException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{await errors}\n{await output}");
    }

    /// <summary>Starts a program with both outputs redirected.</summary>
    internal Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new BenchmarkException($"'{program}' cannot be started: {exception.Message}. './spade bench' installs what it needs.", exception);
        }
    }
}
