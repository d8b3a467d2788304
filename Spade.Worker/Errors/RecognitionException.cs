using Spade.Jobs.Handlers;
using Spade.Worker.Processes;

namespace Spade.Worker.Errors;

/// <summary>Recognition cannot go on. It unwinds through page streams and parallel tasks, and one place turns it into the job's
/// outcome.</summary>
internal sealed class RecognitionException(RecognitionFault fault, JobError error) : Exception(error.Message)
{
    /// <summary>What made recognition stop.</summary>
    public RecognitionFault Fault { get; } = fault;

    /// <summary>What the user is told.</summary>
    public JobError Error { get; } = error;

    /// <summary>The program that broke down; null when none did.</summary>
    public ToolFailure? Failure { get; init; }
}
