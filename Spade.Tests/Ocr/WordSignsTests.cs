using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>Whatever may be words is tried in every way; dust, rules and single marks are not.</summary>
public sealed class WordSignsTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("Fig. 12", 7)]
    [InlineData("ibid.", 5)]
    [InlineData("1 of 2", 8)]
    [InlineData("Invoice paid today", 14)]
    [InlineData("No", 12)]
    [InlineData("ANNEX B", 40)]
    public async Task A_few_words_are_signs_of_words_from_every_side(string text, double points)
    {
        var page = await PrintedPage.OfAsync([text], points);
        foreach (var degrees in (int[])[0, 90, 180, 270])
            Assert.True(MayHaveWords(degrees == 0 ? page : page.Turned(degrees)), $"turned by {degrees} degrees");
    }

    [Fact]
    public void Words_of_a_coarse_scan_are_signs_of_words() => Assert.True(MayHaveWords(
        new GrayPage(827, 1169).Fill(new(200, 200, 6, 8), 0).Fill(new(209, 200, 6, 8), 0).Fill(new(218, 200, 6, 8), 0)));

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    public void Dust_is_none(int specks)
    {
        var page = new GrayPage(2480, 3508);
        // Spread like dust, the same each time.
        for (var i = 1; i <= specks; i++)
            page.Fill(new(i * 1567 % 2400, i * 2311 % 3400, 3 + i % 7, 3 + i % 5), 40);
        Assert.False(MayHaveWords(page));
    }

    [Fact]
    public void Ruled_paper_is_none()
    {
        var page = new GrayPage(2480, 3508);
        for (var y = 300; y < 3300; y += 100)
            page.Fill(new(200, y, 2080, 3), 0);
        Assert.False(MayHaveWords(page));
    }

    [Fact]
    public void Two_punched_holes_are_none() => Assert.False(MayHaveWords(
        new GrayPage(2480, 3508).Fill(new(60, 1200, 64, 64), 0).Fill(new(60, 2100, 64, 64), 0)));

    private bool MayHaveWords(GrayPage page)
    {
        using var reader = _files.Open(page);
        return PageSurvey.Of(reader, CancellationToken.None).MayHaveWords;
    }
}
