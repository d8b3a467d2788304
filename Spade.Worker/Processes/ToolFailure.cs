using System.Globalization;

namespace Spade.Worker.Processes;

/// <summary>Why a program failed, judged by how it ended and by words that it is known to print. Holds nothing of its own output.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Exit">How it ended.</param>
/// <param name="Sign">What its end hints at.</param>
internal sealed record ToolFailure(string Program, ToolExit Exit, ToolSign Sign)
{
    private const int Killed = 9;
    private const int FileSizeExceeded = 25;

    private static readonly (string Words, ToolSign Sign)[] Known =
    [
        ("bad_alloc", ToolSign.OutOfMemory),
        ("out of memory", ToolSign.OutOfMemory),
        ("cannot allocate", ToolSign.OutOfMemory),
        ("malloc fail", ToolSign.OutOfMemory),
        ("calloc fail", ToolSign.OutOfMemory),
        ("bogus memory allocation size", ToolSign.OutOfMemory),
        ("memory allocation failed", ToolSign.OutOfMemory),
        ("insufficient memory", ToolSign.OutOfMemory),
        ("cache resources exhausted", ToolSign.OutOfMemory),
        ("no space left", ToolSign.OutOfSpace),
    ];

    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [Killed] = "SIGKILL", [11] = "SIGSEGV",
        [FileSizeExceeded] = "SIGXFSZ", [31] = "SIGSYS",
    };

    /// <summary>Judges the end of a program that did not deliver its result.</summary>
    public static ToolFailure Of(string program, ToolExit exit) => new(Path.GetFileName(program), exit, Judge(exit));

    /// <summary>True when a program printed that it could not get memory. Some then leave something out and exit with 0.</summary>
    public static bool LackedMemory(ToolExit exit) => Judge(exit) == ToolSign.OutOfMemory;

    /// <summary>For people: the program, its exit code or signal, and what that hints at.</summary>
    public override string ToString() => (Exit.Signal, Exit.End, Sign) switch
    {
        ({ } signal, _, _) =>
            string.Create(CultureInfo.InvariantCulture, $"{Program} was ended by signal {signal}{NameOf(signal)}{Words(Sign)}"),
        (_, ToolEnd.Succeeded, ToolSign.None) => $"{Program} ended well, but left no result",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Program} ended with exit code {Exit.Code}{Words(Sign)}"),
    };

    private static ToolSign Judge(ToolExit exit)
    {
        foreach (var (words, sign) in Known)
        {
            if (exit.Errors.Contains(words, StringComparison.OrdinalIgnoreCase))
                return sign;
        }

        return exit.Signal switch
        {
            Killed => ToolSign.Killed,
            FileSizeExceeded => ToolSign.FileTooLarge,
            _ => ToolSign.None,
        };
    }

    private static string NameOf(int signal) => SignalNames.TryGetValue(signal, out var name) ? $" ({name})" : "";

    private static string Words(ToolSign sign) => sign switch
    {
        ToolSign.OutOfMemory => "; it says that it had no memory left",
        ToolSign.OutOfSpace => "; it says that the disk was full",
        ToolSign.FileTooLarge => "; it wrote more than it may",
        ToolSign.Killed => ", from outside: so does the kernel when memory runs out",
        _ => "",
    };
}
