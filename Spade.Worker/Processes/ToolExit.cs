namespace Spade.Worker.Processes;

/// <summary>How and with which exit code a program ended.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Code">Its exit code.</param>
/// <param name="Errors">The beginning of its error output. It holds paths and content: use it to tell cases apart and in debug logs, never
/// in an answer.</param>
internal sealed record ToolExit(ToolEnd End, int Code, string Errors)
{
    // A shell's convention, which .NET follows for children that a signal ended.
    private const int SignalBase = 128;
    private const int LastSignal = 64;
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int ProcessorTimeExceeded = 24;
    private const int FileSizeExceeded = 25;

    /// <summary>The signal that ended it; null when it exited by itself.</summary>
    public int? Signal => Code is > SignalBase and <= SignalBase + LastSignal ? Code - SignalBase : null;

    /// <summary>True when it used up its processor time; false when the clock ran out, or nothing did.</summary>
    public bool UsedUpProcessor => Signal == ProcessorTimeExceeded;

    /// <summary>Judges an exit code.</summary>
    /// <param name="code">As .NET gives it: 128 + n after signal n.</param>
    /// <param name="timedOut">True when the clock's limit had passed.</param>
    /// <param name="errors">The beginning of the error output.</param>
    public static ToolExit Of(int code, bool timedOut, string errors) => new(Judge(code, timedOut), code, errors);

    /// <summary>The end of a program that printed more than it may: as the kernel ends one whose file is too large.</summary>
    /// <param name="errors">The beginning of the error output.</param>
    public static ToolExit OfTooMuchOutput(string errors) => new(ToolEnd.Crashed, SignalBase + FileSizeExceeded, errors);

    private static ToolEnd Judge(int code, bool timedOut) => code switch
    {
        0 => ToolEnd.Succeeded,
        _ when timedOut => ToolEnd.TimedOut,
        <= SignalBase or > SignalBase + LastSignal => ToolEnd.ExitedWithError,
        SignalBase + ProcessorTimeExceeded => ToolEnd.TimedOut,
        SignalBase + Hangup or SignalBase + Interrupt or SignalBase + Terminate => ToolEnd.Stopped,
        _ => ToolEnd.Crashed,
    };
}
