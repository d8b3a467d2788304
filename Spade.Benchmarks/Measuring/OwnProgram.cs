namespace Spade.Benchmarks.Measuring;

/// <summary>How a program of this assembly is started in a process of its own: <c>subject insert</c>.</summary>
internal static class OwnProgram
{
    /// <summary>First word of the command line.</summary>
    internal const string Verb = "subject";

    private const string TieredCompilation = "DOTNET_TieredCompilation";

    /// <summary>The runtime's settings of this assembly, which are those of Spade.Api.</summary>
    internal static KeyValuePair<string, string?>[] ApiRuntime { get; } = [new(TieredCompilation, null)];

    /// <summary>The runtime's settings for programs that run jobs: those of Spade.Worker.csproj.</summary>
    internal static KeyValuePair<string, string?>[] WorkerRuntime { get; } = [new(TieredCompilation, "0")];

    /// <summary>The arguments of <c>dotnet</c> that start a program.</summary>
    /// <param name="arguments">Name and arguments of the program.</param>
    internal static IReadOnlyList<string> CommandLine(IReadOnlyList<string> arguments) =>
        [typeof(OwnProgram).Assembly.Location, Verb, .. arguments];
}
