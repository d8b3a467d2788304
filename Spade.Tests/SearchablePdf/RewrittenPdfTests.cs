using System.Text;
using Spade.Documents.Pages;
using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;

namespace Spade.Tests.SearchablePdf;

/// <summary>Where nothing can be appended to a PDF, a rewritten copy stands in for it.</summary>
[Collection(BusyEngine.Name)]
public sealed class RewrittenPdfTests
{
    private static readonly (int Page, PageLayout Layout)[] Layouts =
        [.. PdfBytes.Texts.Select((text, index) => (index + 1, TestLayout.A4(text)))];

    [Theory]
    [InlineData("--encrypt '' owner 256 --")]
    [InlineData("--encrypt '' owner 128 --use-aes=y --")]
    [InlineData("--encrypt '' owner 256 --extract=n --modify=none --")]
    [InlineData("--allow-weak-crypto --encrypt '' owner 40 --")]
    public async Task Of_an_encrypted_file(string encryption) => await AssertRewrittenAsync(await PdfVariants.OfAsync(encryption));

    [Fact]
    public async Task Of_a_file_whose_cross_references_are_wrong()
    {
        var text = Encoding.Latin1.GetString(new PdfBytes().ToArray());
        await AssertRewrittenAsync(Encoding.Latin1.GetBytes(text.Replace("startxref\n", "startxref\n7", StringComparison.Ordinal)));
        await AssertRewrittenAsync(Encoding.Latin1.GetBytes(text.Replace("%PDF-1.4\n", "%PDF-1.4\n% moved\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_a_file_with_something_before_its_beginning() =>
        await AssertRewrittenAsync([.. "From a mail\n"u8, .. new PdfBytes().ToArray()]);

    [Fact]
    public async Task Of_a_file_that_shows_a_page_twice()
    {
        var twice = new PdfBytes().SetTree("/Count 3/Kids[3 0 R 6 0 R 6 0 R]");
        using var pdf = await MadePdf.OfAsync(twice.ToArray(), Layouts);
        await pdf.CheckAsync(3);
        Assert.Equal(PdfBytes.Texts, await pdf.TextsAsync());
    }

    [Fact]
    public async Task An_encrypted_file_that_needs_no_layer_stays_as_it_is()
    {
        var original = await PdfVariants.OfAsync("--encrypt '' owner 256 --");
        using var pdf = await MadePdf.OfAsync(original, (1, TestLayout.A4()));
        Assert.Equal(original, pdf.Bytes);
    }

    private static async Task AssertRewrittenAsync(byte[] original)
    {
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        await pdf.CheckAsync(3);
        Assert.Equal(PdfBytes.Texts, await pdf.TextsAsync());
        Assert.DoesNotContain(pdf.Parts, part => part.SourceOffset is not null);
        Assert.Equal(await pdf.DrawOriginalAsync(), await pdf.DrawAsync());
        using var again = await MadePdf.OfAsync(original, Layouts);
        Assert.Equal(pdf.Bytes, again.Bytes);
    }
}
