using System.Globalization;
using System.Text;
using Spade.Documents.Pages;
using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;

namespace Spade.Tests.SearchablePdf;

/// <summary>A PDF gets its layer behind its last byte.</summary>
[Collection(BusyEngine.Name)]
public sealed class PdfUpdateTests
{
    private static readonly (int Page, PageLayout Layout)[] Layouts =
        [.. PdfBytes.Texts.Select((text, index) => (index + 1, TestLayout.A4(text, "and a second line")))];

    private static IEnumerable<string> Texts => PdfBytes.Texts.Select(text => text + " and a second line");

    [Theory]
    [InlineData("--object-streams=disable")]
    [InlineData("--object-streams=generate")]
    [InlineData("--linearize")]
    [InlineData("--linearize --object-streams=generate")]
    [InlineData("--force-version=1.4 --object-streams=disable")]
    [InlineData("--force-version=2.0 --object-streams=generate")]
    [InlineData("--qdf")]
    public async Task Files_of_every_make_keep_their_bytes_and_their_looks(string make)
    {
        var original = await PdfVariants.OfAsync(make);
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        // PdfPig takes PDF 2.0 only as a lenient reader.
        await AssertKeptAsync(pdf, original, isStrict: !make.Contains("2.0", StringComparison.Ordinal));
        Assert.Equal(Texts, await pdf.TextsAsync());
    }

    [Fact]
    public async Task A_file_with_both_kinds_of_cross_references_is_kept_too()
    {
        var original = PdfVariants.Hybrid();
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        await AssertKeptAsync(pdf, original);
        Assert.Equal(Texts, await pdf.TextsAsync());
    }

    public static TheoryData<string, string> Pages => new()
    {
        // Content: an array, an array of its own object, none, and one that ends with an open state.
        { "/Contents[4 0 R 20 0 R]", "/Resources<</XObject<</I 5 0 R>>>>" },
        { "/Contents 21 0 R", "/Resources<</XObject<</I 5 0 R>>>>" },
        { "/Contents 22 0 R", "/Resources<</XObject<</I 5 0 R>>>>" },
        { "", "/Resources<<>>" },
        // Resources: shared, with shared fonts, with a font of that name, absent.
        { "/Contents 4 0 R", "/Resources 23 0 R" },
        { "/Contents 4 0 R", "/Resources<</XObject<</I 5 0 R>>/Font 24 0 R>>" },
        { "/Contents 4 0 R", "/Resources<</XObject<</I 5 0 R>>/Font<</SpadeText 25 0 R>>>>" },
        { "/Contents 20 0 R", "" },
        { "/Contents 20 0 R", "/Resources 99 0 R" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Content_and_resources_may_be_given_in_every_way(string content, string resources)
    {
        var original = Unusual($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{content}{resources}>>").ToArray();
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        await AssertKeptAsync(pdf, original);
        Assert.Equal(Texts, await pdf.TextsAsync());
    }

    [Fact]
    public async Task A_wrong_number_of_objects_in_the_trailer_is_no_obstacle()
    {
        var original = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(new PdfBytes().ToArray()).Replace("/Size 12/Root", "/Size 15/Root", StringComparison.Ordinal));
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        await AssertKeptAsync(pdf, original);
    }

    [Theory]
    [InlineData("/MediaBox[0 0 595. 842.]")]
    [InlineData("/MediaBox[0 -.0 +595 0842.00]")]
    [InlineData("/MediaBox[0 0 595 842]/Gr#f6#dfe/Stra#dfe")]
    [InlineData("/MediaBox[0 0 595 842]/Gr#c3#b6#c3#9fe(Stra\\337e \\376\\377)")]
    public async Task Numbers_and_names_may_be_written_in_every_way(string entries)
    {
        var original = Unusual($"<</Type/Page/Parent 2 0 R{entries}/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>").ToArray();
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        await AssertKeptAsync(pdf, original);
        Assert.Equal(Texts, await pdf.TextsAsync());
        if (entries.IndexOf('#', StringComparison.Ordinal) is var name and >= 0)
        {
            var update = Encoding.Latin1.GetString(pdf.Bytes.AsSpan(original.Length));
            Assert.Contains(entries.Substring(name, 3), update, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task What_pages_inherit_they_keep()
    {
        var file = new PdfBytes("/Rotate 0");
        for (var page = 3; page <= 9; page += 3)
            file.Set(page, $"<</Type/Page/Parent 2 0 R/Contents {page + 1} 0 R>>");
        file.SetTree("/Count 3/Kids[3 0 R 6 0 R 9 0 R]/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>");
        var original = file.ToArray();
        using var pdf = await MadePdf.OfAsync(original, Layouts);
        await AssertKeptAsync(pdf, original);
        Assert.Equal(Texts, await pdf.TextsAsync());
        // What they share is written once.
        Assert.Equal(2, Encoding.Latin1.GetString(pdf.Bytes.AsSpan(original.Length)).Split("/XObject").Length);
    }

    [Fact]
    public async Task Pages_that_were_not_read_or_hold_no_word_stay_as_they_are()
    {
        var original = new PdfBytes().ToArray();
        using var pdf = await MadePdf.OfAsync(original, (1, TestLayout.A4()), (3, TestLayout.A4("the last page")));
        await AssertKeptAsync(pdf, original);
        Assert.Equal(["", "", "the last page"], await pdf.TextsAsync());
    }

    [Fact]
    public async Task A_page_with_a_text_of_its_own_gets_no_second_one()
    {
        var file = Unusual("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 26 0 R/Resources<</Font<</F 25 0 R>>>>>>");
        using var pdf = await MadePdf.OfAsync(file.ToArray(), Layouts);
        await AssertKeptAsync(pdf, file.ToArray());
        Assert.Equal(["Own words", .. Texts.Skip(1)], await pdf.TextsAsync());
    }

    [Fact]
    public async Task A_page_whose_text_was_taken_from_the_file_gets_none_and_the_file_stays_as_it_is()
    {
        var original = new PdfBytes().ToArray();
        using var pdf = await MadePdf.OfAsync(original, (1, TestLayout.A4("taken") with { Source = TextSource.Layer }));
        Assert.Equal(original, pdf.Bytes);
    }

    [Fact]
    public async Task The_same_document_gives_the_same_bytes()
    {
        var original = await PdfVariants.OfAsync("--object-streams=generate");
        using var first = await MadePdf.OfAsync(original, Layouts);
        using var second = await MadePdf.OfAsync(original, Layouts);
        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Fact]
    public async Task A_dense_page_grows_by_less_than_15_KB()
    {
        var random = new Random(1);
        var word = () => new string([.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(26)))]);
        var line = () => string.Join(' ', Enumerable.Range(0, 12).Select(_ => word()));
        var pages = Enumerable.Range(1, 3)
            .Select(page => (page, TestLayout.A4([.. Enumerable.Range(0, 60).Select(_ => line())]))).ToArray();
        using var pdf = await MadePdf.OfAsync(new PdfBytes().ToArray(), pages);
        Assert.InRange(pdf.Added / 3, 1000, 15_000);
    }

    [Fact]
    public async Task Characters_of_every_script_come_back()
    {
        string[] words = ["Grüße", "Ελλάδα", "Привет", "日本語", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "😀", "ﬁne", "x²", "(a\\b)"];
        using var pdf = await MadePdf.OfAsync(new PdfBytes().ToArray(), (1, TestLayout.A4([.. words])));
        await pdf.CheckAsync(3);
        Assert.Equal(string.Join(' ', words), (await pdf.TextsAsync())[0]);
    }

    [Fact]
    public async Task Words_that_are_written_from_right_to_left_come_back_in_their_order()
    {
        using var pdf = await MadePdf.OfAsync(new PdfBytes().ToArray(), (1, TestLayout.A4("שלום", "مرحبا")));
        // The reader adds marks of direction.
        var letters = (await pdf.TextsAsync())[0].Where(character => char.GetUnicodeCategory(character) != UnicodeCategory.Format);
        Assert.Equal("שלום مرحبا", string.Concat(letters));
    }

    private static PdfBytes Unusual(string firstPage) => new PdfBytes()
        .Set(3, firstPage)
        .SetStream(20, "", "q 0.5 g q"u8.ToArray())
        .Set(21, "[4 0 R 20 0 R]")
        .SetStream(22, "", "q q 0.1 0 0 0.1 3 3 cm q 595 0 0 842 0 0 cm /I Do"u8.ToArray())
        .Set(23, "<</XObject<</I 5 0 R>>/Font 24 0 R>>")
        .Set(24, "<</F 25 0 R>>")
        .Set(25, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        .SetStream(26, "", "BT /F 20 Tf 100 700 Td (Own words) Tj ET"u8.ToArray());

    private static async Task AssertKeptAsync(MadePdf pdf, byte[] original, bool isStrict = true)
    {
        Assert.True(pdf.Bytes.AsSpan().StartsWith(original), "The original is not the beginning.");
        Assert.Equal((0, original.Length), (pdf.Parts[0].SourceOffset, pdf.Parts[0].Length));
        await pdf.CheckAsync(3, isStrict);
        Assert.Equal(await pdf.DrawOriginalAsync(), await pdf.DrawAsync());
    }
}
