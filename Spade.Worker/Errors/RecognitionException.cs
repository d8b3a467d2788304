using Spade.Jobs.Handlers;
using Spade.Worker.Processes;

namespace Spade.Worker.Errors;

/// <summary>Whose fault it is that recognition stopped.</summary>
internal enum RecognitionFault
{
    /// <summary>The document's: trying again gives the same.</summary>
    Document,

    /// <summary>A tool's or this machine's: trying again may help.</summary>
    Tool,

    /// <summary>Nobody's: a child was ended from outside, as happens when a whole group of processes is told to stop.</summary>
    Stopped,
}

/// <summary>Recognition cannot go on. It unwinds through streams of pages and tasks side by side, and becomes the job's outcome in one place.</summary>
internal sealed class RecognitionException(RecognitionFault fault, JobError error) : Exception(error.Message)
{
    public RecognitionFault Fault { get; } = fault;

    /// <summary>What the user is told.</summary>
    public JobError Error { get; } = error;

    /// <summary>The program that broke down; null when none did.</summary>
    public ToolFailure? Failure { get; init; }
}
