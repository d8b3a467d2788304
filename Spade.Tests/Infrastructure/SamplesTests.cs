using Spade.Rehearsal.Scans;

namespace Spade.Tests.Infrastructure;

public sealed class SamplesTests
{
    [Fact]
    public async Task Tesseract_alone_reads_the_letter_with_at_most_two_percent_errors()
    {
        var run = await ProcessRun.OfAsync(
            "tesseract",
            [Samples.OnePage.FilePath, "-", "-l", "eng"],
            environment: new Dictionary<string, string> { ["OMP_THREAD_LIMIT"] = "1" });

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(CharacterErrorRate.Of(run.Output, Samples.OnePage.Text), 0, 0.02);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public async Task A_sample_pdf_has_a_page_for_every_page_of_its_text_and_no_text_layer(int pages)
    {
        var sample = pages == 3 ? Samples.ThreePages : Samples.TwentyPages;

        var info = await ProcessRun.OfAsync("pdfinfo", [sample.FilePath]);
        var text = await ProcessRun.OfAsync("pdftotext", [sample.FilePath, "-"]);

        Assert.Equal(pages, sample.Pages.Count);
        Assert.Matches($@"(?m)^Pages:\s+{pages}$", info.Output);
        Assert.Empty(text.Output.Trim());
    }
}
