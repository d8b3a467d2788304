using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Spade.Tests.Restarts.Rig;

/// <summary>How long the kernel lets each thread of a process run at a time; told since Linux 6.12.</summary>
internal static class Slices
{
    /// <summary>The shortest that can be had.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(100);

    private const int RuntimeOffset = 24;

    /// <summary>By thread id.</summary>
    public static IReadOnlyDictionary<int, TimeSpan> OfThreads(int processId) => Directory.GetDirectories($"/proc/{processId}/task")
        .Select(task => int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture))
        .Select(thread => (Thread: thread, Slice: OfThread(thread)))
        .Where(reading => reading.Slice is not null)
        .ToDictionary(reading => reading.Thread, reading => reading.Slice!.Value);

    /// <summary>Null when the thread has ended.</summary>
    private static TimeSpan? OfThread(int thread)
    {
        const int noSuchThread = 3;
        var attributes = new byte[48];
        if (syscall(GetAttributes, thread, attributes, attributes.Length, 0) == 0)
            return TimeSpan.FromMicroseconds(BitConverter.ToUInt64(attributes, RuntimeOffset) / 1000.0);
        return Marshal.GetLastPInvokeError() is var error and not noSuchThread ? throw new Win32Exception(error) : null;
    }

    private static nint GetAttributes => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 275 : 315;

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint thread, [Out] byte[] attributes, nint size, nint flags);
}
