namespace Spade.Worker.Processes;

/// <summary>What child processes may use.</summary>
/// <param name="ProcessesAtOnce">How many run side by side.</param>
/// <param name="Memory">Address space of each, in bytes.</param>
/// <param name="FileSize">Largest file that each may write, in bytes.</param>
internal sealed record ToolLimits(int ProcessesAtOnce, long Memory, long FileSize)
{
    /// <summary>Room for an image's header, and for the text of the densest page, in bytes.</summary>
    private const long FileSizeSlack = 64 * 1024 * 1024;

    /// <summary>Longest text of a page that is printed, in bytes.</summary>
    public long TextSize => Math.Min(FileSizeSlack, FileSize);

    /// <summary>The limits for pages of at most so many pixels: a rasterised page takes one byte per pixel.</summary>
    public static ToolLimits For(long maxPixelsPerPage, int processesAtOnce, long memory) =>
        new(processesAtOnce, memory, maxPixelsPerPage + FileSizeSlack);
}
