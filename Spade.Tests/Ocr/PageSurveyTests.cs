using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>A look at a page tells whether there is anything on it, and how its lines lie.</summary>
public sealed class PageSurveyTests : IDisposable
{
    private static readonly string[] Text =
        [.. Enumerable.Repeat("The harbour office opens at nine and closes at five, except on the day of the fish", 30)];

    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(3, 3)]
    [InlineData(-3, -3)]
    [InlineData(4.7, 4.7)]
    [InlineData(-1.4, -1.4)]
    [InlineData(0.8, 0)]
    [InlineData(0, 0)]
    [InlineData(5.6, 0)]
    public async Task The_tilt_of_lines_is_measured_unless_it_is_too_small_or_too_large(double tilt, double expected)
    {
        var page = await PrintedPage.OfAsync(Text, tilt: tilt);
        var survey = Survey(page);
        Assert.Equal(expected, survey.Tilt, 0.1);
        Assert.False(survey.LiesOnSide);

        var lying = Survey(page.Turned(90));
        Assert.Equal(expected, lying.Tilt, 0.1);
        Assert.True(lying.LiesOnSide);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(200)]
    [InlineData(0)]
    public void A_page_of_one_gray_is_blank(byte gray) => Assert.False(Survey(new GrayPage(2480, 3508, gray)).HasMarks);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    public void A_page_may_be_as_small_or_thin_as_it_likes(int width, int height) =>
        Assert.False(Survey(new GrayPage(width, height)).HasMarks);

    [Fact]
    public void The_noise_of_a_scanner_is_no_mark()
    {
        var page = GrayPage.Noise(2480, 3508);
        for (var y = 0; y < page.Height; y++)
        {
            for (var x = 0; x < page.Width; x++)
                page[x, y] = (byte)(225 + page[x, y] / 16);
        }

        Assert.False(Survey(page).HasMarks);
    }

    [Fact]
    public void A_full_stop_is_a_mark() => Assert.True(Survey(new GrayPage(2480, 3508).Fill(new(1200, 1700, 8, 8), 0)).HasMarks);

    [Fact]
    public async Task White_print_on_black_is_measured_too()
    {
        var page = await PrintedPage.OfAsync(Text, tilt: 2.5);
        for (var y = 0; y < page.Height; y++)
        {
            for (var x = 0; x < page.Width; x++)
                page[x, y] = (byte)(255 - page[x, y]);
        }

        Assert.Equal(2.5, Survey(page).Tilt, 0.1);
    }

    private PageSurvey Survey(GrayPage page)
    {
        using var reader = _files.Open(page);
        return PageSurvey.Of(reader, CancellationToken.None);
    }
}
