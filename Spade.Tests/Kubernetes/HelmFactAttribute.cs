namespace Spade.Tests.Kubernetes;

/// <summary>A test that needs helm. Without helm it is skipped with the reason, except in CI, which must have helm and where it
/// fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HelmFactAttribute : FactAttribute
{
    public HelmFactAttribute() => Skip = SkipReason;

    internal static string? SkipReason => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null : Helm.Missing;
}
