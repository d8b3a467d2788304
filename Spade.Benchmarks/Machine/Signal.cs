namespace Spade.Benchmarks.Machine;

/// <summary>Signals that end a program, by their numbers on Linux.</summary>
internal enum Signal
{
    /// <summary>SIGINT.</summary>
    Interrupt = 2,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,
}
