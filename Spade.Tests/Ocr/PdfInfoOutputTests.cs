using Spade.Worker.Pdf;

namespace Spade.Tests.Ocr;

public sealed class PdfInfoOutputTests
{
    /// <summary>pdfinfo prints the title first, and prints its line breaks.</summary>
    [Fact]
    public void Lines_of_the_title_that_look_like_pages_are_not_taken_for_pages()
    {
        var output = new PdfInfoOutput();
        foreach (var line in new[]
                 {
                     "Title:           x", "Page 1 size: e x e pts", "Page 1 MediaBox: . . . .", "Pages:           1",
                     "Page    1 size:  595 x 842 pts (A4)", "Page    1 MediaBox:     0.00     0.00   595.00   842.00",
                 })
            output.Add(line);

        Assert.Equal(1, output.PageCount);
        Assert.Equal(new PdfPage(595, 842, IsWhole: false), Assert.Single(output.Pages).Value);
    }
}
