using System.Diagnostics.CodeAnalysis;

namespace Spade.Jobs.Handlers;

/// <summary>A job that is about to fail for good.</summary>
/// <param name="JobId">The job's id, the same in every run.</param>
/// <param name="Json">The payload as it is stored.</param>
/// <param name="IsReadable">False when this version cannot read the payload; find the job's subject by its id.</param>
/// <param name="Payload">What was enqueued; the type's default when it cannot be read.</param>
public sealed record FailedJob<TPayload>(Guid JobId, string Json, bool IsReadable, TPayload? Payload)
{
    /// <summary>True when <see cref="Payload"/> could be read.</summary>
    [MemberNotNullWhen(true, nameof(Payload))]
    public bool IsReadable { get; } = IsReadable;

    /// <summary>What was enqueued; the type's default when it cannot be read.</summary>
    public TPayload? Payload { get; } = Payload;
}
