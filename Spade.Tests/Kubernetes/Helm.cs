using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The program <c>helm</c>, from SPADE_HELM or the PATH.</summary>
internal static class Helm
{
    private const string Variable = "SPADE_HELM";

    /// <summary>Why helm cannot be used; null when it can.</summary>
    internal static string? Missing { get; } =
        Find() is null ? $"helm is not here: install it (https://helm.sh/docs/intro/install), or let {Variable} name it." : null;

    internal static Task<ProcessRun> RunAsync(params string[] arguments) =>
        ProcessRun.OfAsync(Find() ?? throw new FileNotFoundException(Missing), arguments);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new FileNotFoundException($"{Variable} names {named}, which is not there.");
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "helm")).FirstOrDefault(File.Exists);
    }
}
