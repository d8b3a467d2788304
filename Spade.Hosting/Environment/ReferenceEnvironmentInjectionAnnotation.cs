namespace Aspire.Hosting.ApplicationModel;

/// <summary>Limits what references tell a resource.</summary>
/// <param name="flags">What they tell.</param>
public sealed class ReferenceEnvironmentInjectionAnnotation(ReferenceEnvironmentInjectionFlags flags) : IResourceAnnotation
{
    /// <summary>What they tell.</summary>
    public ReferenceEnvironmentInjectionFlags Flags { get; } = flags;
}
