using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>A PDF has the pages that are in it, whatever number of pages it states.</summary>
[Collection(BusyEngine.Name)]
public sealed class PageCountTests : IDisposable
{
    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("page-count-says-1-of-3.pdf")]
    [InlineData("page-count-says-100000-of-3.pdf")]
    public async Task A_file_that_states_a_wrong_number_of_pages_is_read_whole(string input) =>
        Assert.Equal(PdfBytes.Texts, await _engine.ReadAsync(Inputs.Read(input)));

    [Theory]
    [InlineData("/Count 0")]
    [InlineData("/Count -3")]
    [InlineData("/Count 2")]
    [InlineData("/Count 5")]
    [InlineData("/Count 9")]
    [InlineData("/Count (three)")]
    [InlineData("")]
    public async Task A_file_whose_number_of_pages_is_absurd_or_absent_is_read_whole(string count)
    {
        // The text of a page is the checksum of its image.
        using var programs = new FakePrograms().Add("tesseract", "page 95 an image whose checksum is $(cksum < \"$1\")");
        using var engine = new OcrEngine(programs);
        var whole = await engine.ReadAsync(new PdfBytes().ToArray());
        Assert.Equal(3, whole.Distinct().Count());
        Assert.Equal(whole, await engine.ReadAsync(new PdfBytes().SetTree($"{count}/Kids[3 0 R 6 0 R 9 0 R]").ToArray()));
    }

    [Fact]
    public async Task A_file_without_pages_is_no_pages()
    {
        var problem = await _engine.ProblemAsync(new PdfBytes().SetTree("/Count 0/Kids[]").ToArray());
        Assert.Equal("no-pages", problem.Error.Type);
    }

    [Fact]
    public async Task A_wrong_number_does_not_hide_a_page_past_the_end()
    {
        var problem = await _engine.ProblemAsync(Inputs.Read("page-count-says-100000-of-3.pdf"), "4");
        Assert.Equal("page-out-of-range", problem.Error.Type);
        Assert.Contains("has 3 pages", problem.Error.Message, StringComparison.Ordinal);
    }
}
