namespace Spade.Jobs.Quarantine;

/// <summary>A job that must run alone.</summary>
internal sealed record QuarantinedJob(Guid Id, string Queue);
