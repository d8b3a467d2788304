namespace Spade.Tests.Kubernetes;

/// <inheritdoc cref="PrometheusFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrometheusTheoryAttribute : TheoryAttribute
{
    public PrometheusTheoryAttribute() => Skip = PrometheusFactAttribute.SkipReason;
}
