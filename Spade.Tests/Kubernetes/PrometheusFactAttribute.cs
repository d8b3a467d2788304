using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>A test that needs helm and Prometheus. Without them it is skipped with the reason, except in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute() => Skip = SkipReason;

    internal static string? SkipReason => HelmFactAttribute.SkipReason
        ?? (Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null : PrometheusServer.Missing);
}
