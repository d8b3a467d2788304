namespace Spade.Tests.Kubernetes;

/// <summary>A test that needs helm. Where there is none it is reported as skipped, with the reason; in CI, where there must be one, it
/// fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HelmFactAttribute : FactAttribute
{
    public HelmFactAttribute() => Skip = SkipReason;

    internal static string? SkipReason => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null : Helm.Missing;
}
