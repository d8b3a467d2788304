namespace Spade.Worker.Errors;

/// <summary>What made recognition stop.</summary>
internal enum RecognitionFault
{
    /// <summary>The document: trying again gives the same result.</summary>
    Document,

    /// <summary>One page: trying again gives the same result, and the other pages can be read.</summary>
    Page,

    /// <summary>A tool or this machine: trying again may help.</summary>
    Tool,

    /// <summary>A signal from outside ended a child process, as happens when a whole process group is told to stop.</summary>
    Stopped,
}
