using System.Text;

namespace Spade.Rehearsal.Scans;

/// <summary>The samples' bytes and texts.</summary>
internal static class SampleFiles
{
    /// <summary>Length of a PNG file's last chunk, IEND, which has no data.</summary>
    private const int EndChunk = 12;

    /// <summary>Kestrel answers a body that comes slower than 240 bytes a second with 408; a slow upload must stay above that.</summary>
    private const int SmallestSize = 16 * 1024;

    private static readonly byte[] OnePage = Read("one-page.png");
    private static readonly byte[] ThreePages = Read("three-pages.pdf");
    private static readonly byte[] TwentyPages = Read("twenty-pages.pdf");

    /// <summary>The sample as bytes that no other call returns: the same bytes would be the same document.</summary>
    internal static byte[] Unique(ScanSample sample) => sample.Name switch
    {
        "small" or "ten-small-pages" => UniqueScan.Pdf(sample.Pages, SmallestSize),
        "one-page" => WithComment(OnePage),
        "three-pages" => WithLine(ThreePages),
        "twenty-pages" => WithLine(TwentyPages),
        _ => throw new ArgumentException($"There is no sample '{sample.Name}'.", nameof(sample)),
    };

    /// <summary>The text that is on its pages.</summary>
    internal static string TextOf(ScanSample sample) => sample == ScanSample.Small || sample == ScanSample.TenSmallPages
        ? string.Join('\f', Enumerable.Range(1, sample.Pages).Select(page => UniqueScan.TextOf(page, sample.Pages)))
        : Encoding.UTF8.GetString(Read($"{sample.Name}.txt"));

    /// <summary>A PNG file with one more chunk of text before its last one.</summary>
    private static byte[] WithComment(byte[] png) =>
    [
        .. png.AsSpan(0, png.Length - EndChunk), .. PngBytes.Chunk("tEXt", Encoding.ASCII.GetBytes($"Comment\0{Guid.NewGuid()}")),
        .. png.AsSpan(png.Length - EndChunk),
    ];

    /// <summary>A PDF file with a comment behind its end, where readers ignore it.</summary>
    private static byte[] WithLine(byte[] pdf) => [.. pdf, .. Encoding.ASCII.GetBytes($"\n% {Guid.NewGuid()}\n")];

    private static byte[] Read(string name)
    {
        using var file = typeof(SampleFiles).Assembly.GetManifestResourceStream($"samples/{name}")
            ?? throw new InvalidOperationException($"The sample '{name}' is not embedded.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
