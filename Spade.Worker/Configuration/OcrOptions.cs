using Microsoft.Extensions.Options;
using Spade.ServiceDefaults.Budgets;

namespace Spade.Worker.Configuration;

/// <summary>How this worker recognises pages; configuration section <c>Ocr</c>, shared with the languages.</summary>
internal sealed class OcrOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Ocr";

    /// <summary>How many child processes (recognising or rasterising) run side by side, over all documents. Default: one per core that
    /// this process may use, because each runs on one thread.</summary>
    public int PagesAtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>How many documents are open side by side. Default: two per page at once, so that cores stay busy while a document is
    /// fetched or stored. The connection pool follows it.</summary>
    public int DocumentsAtOnce { get; set; } = 2 * Environment.ProcessorCount;

    /// <summary>Longest time one page may take, second try included, and one batch of pages to rasterise. Must be below the time that
    /// the shutdown budget leaves for work in flight (110 s), so that a page begun before a restart is finished. Default 100 s, the budget's longest step: ten
    /// times the dearest page measured (handwriting, 9.6 s).</summary>
    public TimeSpan PageTimeLimit { get; set; } = ServiceBudgets.Worker.LongestStep;

    /// <summary>Longest time, by the clock, that one program may take to read a document's structure before any page is begun. Default
    /// 30 s: it only runs out on a machine that is busy, and then the document is tried again. What the document costs is limited by
    /// <see cref="InspectionProcessorLimit"/>.</summary>
    public TimeSpan InspectionTimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most processor time that one program may take to read a document's structure, in whole seconds; each MiB of the document
    /// adds a second. One that needs more fails, so that a small file cannot hold up others. Default 1 s: 2000 scanned pages take 0.2 s,
    /// and 14 MiB of nothing but lines take 2.</summary>
    public TimeSpan InspectionProcessorLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Address space that one child process may have, in bytes. Default 2 GiB: twice what the largest page allowed needs.</summary>
    public long ChildMemory { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Where the folders of running jobs are kept. Each takes the document and a handful of uncompressed pages (9 MB per A4 page
    /// at 300 dpi). Default: the system's temporary folder.</summary>
    public string TempFolder { get; set; } = Path.GetTempPath();

    internal sealed class Validator : IValidateOptions<OcrOptions>
    {
        private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(1);
        private const long LeastMemory = 256L * 1024 * 1024;

        public ValidateOptionsResult Validate(string? name, OcrOptions options)
        {
            var errors = Errors(options).ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        private static IEnumerable<string> Errors(OcrOptions options)
        {
            if (options.PagesAtOnce < 1)
                yield return $"{Section}:{nameof(PagesAtOnce)} is {options.PagesAtOnce}; it must be at least 1.";
            if (options.DocumentsAtOnce < 1)
                yield return $"{Section}:{nameof(DocumentsAtOnce)} is {options.DocumentsAtOnce}; it must be at least 1.";
            if (options.PageTimeLimit < ShortestLimit)
                yield return $"{Section}:{nameof(PageTimeLimit)} is {options.PageTimeLimit}; it must be at least {ShortestLimit}.";
            if (options.InspectionTimeLimit < ShortestLimit)
                yield return $"{Section}:{nameof(InspectionTimeLimit)} is {options.InspectionTimeLimit}; it must be at least {ShortestLimit}.";
            if (options.InspectionProcessorLimit < ShortestLimit)
                yield return $"{Section}:{nameof(InspectionProcessorLimit)} is {options.InspectionProcessorLimit}; it must be at least {ShortestLimit}.";
            if (options.ChildMemory < LeastMemory)
                yield return $"{Section}:{nameof(ChildMemory)} is {options.ChildMemory}; Tesseract does not start below {LeastMemory} bytes.";
            if (string.IsNullOrWhiteSpace(options.TempFolder))
                yield return $"{Section}:{nameof(TempFolder)} is empty; name a folder.";
        }
    }
}
