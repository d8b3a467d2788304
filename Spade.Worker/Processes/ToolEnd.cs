namespace Spade.Worker.Processes;

/// <summary>How a program ended.</summary>
internal enum ToolEnd
{
    /// <summary>Exit code 0.</summary>
    Succeeded,

    /// <summary>Another exit code of its own choice.</summary>
    ExitedWithError,

    /// <summary>A signal: a crash, a memory or file limit, the kernel's out-of-memory killer.</summary>
    Crashed,

    /// <summary>A request from outside to end (SIGTERM, SIGINT, SIGHUP).</summary>
    Stopped,

    /// <summary>Its time limit, by the clock or by processor time.</summary>
    TimedOut,
}
