using Spade.Tests.Documents.Inspection;
using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>The real programs under a memory limit that their page does not fit into.</summary>
[Collection(BusyEngine.Name)]
public sealed class MemoryLimitTests
{
    [Fact]
    public async Task The_largest_page_does_not_fit_into_the_smallest_memory_limit_and_says_so()
    {
        using var engine = new OcrEngine(settings: new() { ["Ocr:ChildMemory"] = "268435456" });
        var problem = await engine.ProblemAsync(LargestPage());
        Assert.Equal((RecognitionFault.Tool, "page-crashed"), (problem.Fault, problem.Error.Type));
        Assert.Matches(
            @"^Recognition of page 1 broke down: (convert|magick) ended with exit code 1; it says that it had no memory left\.$",
            problem.Error.Message);
    }

    [Fact]
    public async Task It_fits_into_the_default_limit()
    {
        using var engine = new OcrEngine();
        Assert.Equal((9_900, 9_900), PgmSize.Of(Assert.Single(await engine.ImagesAsync(LargestPage())).Pgm));
    }

    private static byte[] LargestPage()
    {
        const int Side = 9_900;
        // PackBits: a run of 128 equal bytes takes two.
        byte[] run = [0x81, 0xFF];
        byte[] row = [.. Enumerable.Repeat(run, Side / 128).SelectMany(bytes => bytes), unchecked((byte)(1 - Side % 128)), 0xFF];
        byte[] pixels = new byte[row.Length * Side];
        for (var i = 0; i < Side; i++)
            row.CopyTo(pixels, i * row.Length);
        return new TiffBytes { Compression = 32773 }.AddPage(Side, Side, pixels).ToArray();
    }
}
