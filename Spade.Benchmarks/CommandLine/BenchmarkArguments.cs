using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.CommandLine;

/// <summary>The command line of the benchmarks.</summary>
/// <param name="Quick">Whether to run each benchmark once and briefly, and leave out the long ones.</param>
/// <param name="Words">Selects benchmarks whose name contains one of these words; empty for all.</param>
/// <param name="Markdown">File to write the table to as Markdown; null for none.</param>
internal sealed record BenchmarkArguments(bool Quick, IReadOnlyList<string> Words, string? Markdown)
{
    /// <exception cref="BenchmarkException">An option is unknown or lacks its value.</exception>
    internal static BenchmarkArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new BenchmarkArguments(false, [], null);
        for (var at = 0; at < arguments.Count; at++)
        {
            parsed = arguments[at] switch
            {
                "--quick" => parsed with { Quick = true },
                "--markdown" when at + 1 < arguments.Count => parsed with { Markdown = arguments[++at] },
                "--markdown" => throw new BenchmarkException("--markdown needs the name of a file."),
                var option when option.StartsWith('-') =>
                    throw new BenchmarkException($"bench has no option '{option}'; it has --quick and --markdown FILE."),
                var word => parsed with { Words = [.. parsed.Words, word] },
            };
        }
        return parsed;
    }
}
