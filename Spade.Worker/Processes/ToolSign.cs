namespace Spade.Worker.Processes;

/// <summary>What the end of a program that failed hints at.</summary>
internal enum ToolSign
{
    /// <summary>Nothing known.</summary>
    None,

    /// <summary>It printed that it could not get memory.</summary>
    OutOfMemory,

    /// <summary>It printed that the disk was full.</summary>
    OutOfSpace,

    /// <summary>It wrote a file beyond its size limit (SIGXFSZ).</summary>
    FileTooLarge,

    /// <summary>SIGKILL that this worker did not send: the kernel's out-of-memory killer, or an operator.</summary>
    Killed,
}
