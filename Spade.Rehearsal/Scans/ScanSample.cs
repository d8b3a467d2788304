namespace Spade.Rehearsal.Scans;

/// <summary>A document whose text is known.</summary>
/// <param name="Name">Its name in schedules and in the history.</param>
/// <param name="Pages">Pages that it has.</param>
internal sealed record ScanSample(string Name, int Pages)
{
    /// <summary>A drawn page of one line: quickly recognised.</summary>
    internal static ScanSample Small { get; } = new("small", 1);

    /// <summary>Ten of them: a document that lasts, for little work.</summary>
    internal static ScanSample TenSmallPages { get; } = new("ten-small-pages", 10);

    /// <summary>A letter, as a gray image of 1 MB.</summary>
    internal static ScanSample OnePage { get; } = new("one-page", 1);

    /// <summary>Three bilevel pages as a PDF without text.</summary>
    internal static ScanSample ThreePages { get; } = new("three-pages", 3);

    /// <summary>Twenty of them: long enough to meet any stop.</summary>
    internal static ScanSample TwentyPages { get; } = new("twenty-pages", 20);

    internal static IReadOnlyList<ScanSample> All { get; } = [Small, TenSmallPages, OnePage, ThreePages, TwentyPages];

    public override string ToString() => Name;
}
