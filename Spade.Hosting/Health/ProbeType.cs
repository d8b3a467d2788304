using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What an orchestrator asks.</summary>
[Experimental("ASPIREPROBES001")]
public enum ProbeType
{
    /// <summary>Have you started?</summary>
    Startup,

    /// <summary>May requests come?</summary>
    Readiness,

    /// <summary>Are you alive?</summary>
    Liveness,
}
