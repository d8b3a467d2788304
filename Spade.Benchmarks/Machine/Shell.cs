using System.Collections.Concurrent;

namespace Spade.Benchmarks.Machine;

/// <summary>Runs other programs in the repository's folder.</summary>
/// <param name="Root">Folder of the repository.</param>
internal sealed record Shell(string Root)
{
    /// <summary>Folder of the peers' scripts.</summary>
    internal string Peers => Path.Combine(Root, "Spade.Benchmarks", "peers");

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="BenchmarkException">It could not be started, or its exit code is not 0.</exception>
    internal async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken)
    {
        var (output, errors) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        await using var child = ChildProcess.Start(program, arguments, environment, output.Enqueue, errors.Enqueue, Root);
        var code = await child.RunToEndAsync(cancellationToken);
        return code == 0
            ? string.Join('\n', output)
            : throw new BenchmarkException(
                $"'{program} {string.Join(' ', arguments)}' ended with {code}:\n{string.Join('\n', errors.Concat(output))}");
    }
}
