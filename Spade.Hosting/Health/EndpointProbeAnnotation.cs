using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A question asked over HTTP.</summary>
[Experimental("ASPIREPROBES001")]
public sealed class EndpointProbeAnnotation : ProbeAnnotation
{
    /// <summary>Where it is asked.</summary>
    public required EndpointReference EndpointReference { get; init; }

    /// <summary>Path.</summary>
    public required string Path { get; init; }
}
