using Spade.Jobs.Handlers;
using Spade.Worker.Processes;

namespace Spade.Worker.Errors;

/// <summary>A page or a document cannot be recognised. It unwinds through page streams and parallel tasks. <c>PageStep</c> records it for
/// its page, or the handler turns it into the job's outcome.</summary>
internal sealed class RecognitionException(RecognitionFault fault, JobError error) : Exception(error.Message)
{
    /// <summary>What made recognition stop.</summary>
    public RecognitionFault Fault { get; } = fault;

    /// <summary>What the user is told.</summary>
    public JobError Error { get; } = error;

    /// <summary>The program that broke down; null when none did.</summary>
    public ToolFailure? Failure { get; init; }

    /// <summary>True when other pages may still be read: the page is the reason, or a program broke down on it.</summary>
    public bool ConcernsOnePage { get; init; } = fault == RecognitionFault.Page;
}
