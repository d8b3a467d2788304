using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>How an orchestrator asks the resource how it is.</summary>
[Experimental("ASPIREPROBES001")]
public abstract class ProbeAnnotation : IResourceAnnotation
{
    /// <summary>What the question is.</summary>
    public required ProbeType Type { get; init; }

    /// <summary>Seconds before the first question. Default 5.</summary>
    public int InitialDelaySeconds { get; init; } = 5;

    /// <summary>Seconds between questions. Default 5.</summary>
    public int PeriodSeconds { get; init; } = 5;

    /// <summary>Seconds in which the answer must come. Default 1.</summary>
    public int TimeoutSeconds { get; set; } = 1;

    /// <summary>Bad answers in a row that count. Default 3.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>Good answers in a row that count. Default 1.</summary>
    public int SuccessThreshold { get; init; } = 1;
}
