using BenchmarkDotNet.Attributes;
using Spade.Benchmarks.Machine;
using Spade.Documents.Inspection;

namespace Spade.Benchmarks.InProcess;

/// <summary>Detecting a document's type from its first bytes, and the size of its pages from its headers. The API does it for each upload,
/// and the worker again before it opens the document.</summary>
public class InspectionBenchmarks
{
    private readonly DocumentLimits _limits = new();
    private byte[] _file = [];

    [Params("one-page.png", "three-pages.tif", "three-pages.pdf")]
    public string Sample { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => _file = File.ReadAllBytes(Path.Combine(RepositoryRoot.Find(), "samples", Sample));

    /// <returns>Number of pages in the headers; 0 for a PDF, which needs a decoder.</returns>
    [Benchmark]
    public async Task<int> DetectAndReadHeaders()
    {
        var type = ContentSniffer.Detect(_file.AsSpan(0, ContentSniffer.HeadLength));
        var inspection = await ImageHeaders.ReadAsync(new MemoryStream(_file), type!, _limits, CancellationToken.None);
        return inspection is ImageInspection.Readable { Pages.Count: var pages } ? pages : 0;
    }
}
