using System.ComponentModel.DataAnnotations;
using Spade.ServiceDefaults.Budgets;
using Spade.Shutdown.Settings;

namespace Spade.Worker.Configuration;

/// <summary>How this worker recognises pages; configuration section <c>Ocr</c>, shared with the languages.</summary>
internal sealed class OcrOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Ocr";

    private const string ShortestLimit = "00:00:01";
    private const string LongestLimit = "1.00:00:00";
    private const string LeastMemory = "268435456";
    private const string MostMemory = "1099511627776";

    /// <summary>How many child processes (recognising or rasterising) run side by side, over all documents. At least 1. Default: one for
    /// each core that this process may use, because each child runs on one thread.</summary>
    [SettingRange(Section, 1, int.MaxValue)]
    public int PagesAtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>How many documents are open side by side. At least 1. Default: twice <see cref="PagesAtOnce"/>'s default, so that the cores
    /// stay busy while a document is fetched or stored. The connection pool follows it.</summary>
    [SettingRange(Section, 1, int.MaxValue)]
    public int DocumentsAtOnce { get; set; } = 2 * Environment.ProcessorCount;

    /// <summary>How long a document is read, counted from its first page, before it gives way to documents that wait. It then continues
    /// behind them with its missing pages. Zero to one day. Default 15 s: opening a document again costs about a second, so it is less than
    /// a tenth, and the next document in the queue waits for a slot no longer than this, 2 s and one page. No document gives way while a
    /// slot is free.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", LongestLimit)]
    public TimeSpan Turn { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time that one page may take, second try included, and longest time for one batch of pages to rasterise. 1 s to one
    /// day, and below what the shutdown budget leaves for work in flight (110 s), so that a page begun before a restart is finished.
    /// Default 100 s, the budget's longest step: ten times the slowest page measured (handwriting, 9.6 s).</summary>
    [SettingRange(Section, typeof(TimeSpan), ShortestLimit, LongestLimit)]
    public TimeSpan PageTimeLimit { get; set; } = ServiceBudgets.Worker.LongestStep;

    /// <summary>After how many pages that ran out of time a document fails. At least 1, default 10. The rest of such a document usually
    /// takes as long, and would keep the cores of other documents busy: 3,000 such pages for 83 hours of a core.</summary>
    [SettingRange(Section, 1, int.MaxValue)]
    public int MaxPageTimeouts { get; set; } = 10;

    /// <summary>Longest time, by the clock, that one program may take to read a document's structure before any page is begun. 1 s to one
    /// day. Default 30 s: it runs out only on a busy machine, and then the document is tried again. What a document may cost is limited by
    /// <see cref="InspectionProcessorLimit"/>.</summary>
    [SettingRange(Section, typeof(TimeSpan), ShortestLimit, LongestLimit)]
    public TimeSpan InspectionTimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most processor time that one program may take to read a document's structure, in whole seconds; each MiB of the document
    /// adds a second. 1 s to one day. A document that needs more fails, so that a small file cannot hold up others. Default 1 s: 2000
    /// scanned pages take 0.2 s, and 14 MiB of nothing but lines take 2 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), ShortestLimit, LongestLimit)]
    public TimeSpan InspectionProcessorLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Address space that one child process may have, in bytes. 256 MiB (below that Tesseract does not start) to 1 TiB. Default
    /// 2 GiB: twice what the largest page allowed needs. While an image file is decoded, three eighths of it may hold pixels; larger
    /// images are decoded on the disk.</summary>
    [SettingRange(Section, typeof(long), LeastMemory, MostMemory)]
    public long ChildMemory { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Where the folders of running jobs are kept. Each holds the document and a few uncompressed pages (9 MB for an A4 page at
    /// 300 dpi); one of them may hold 20 bytes for each pixel of an image too large to be decoded in memory. Default: the system's
    /// temporary folder.</summary>
    [Required(ErrorMessage = "Ocr:TempFolder is empty; name a folder, or leave the setting out.")]
    public string TempFolder { get; set; } = Path.GetTempPath();
}
