using Spade.Documents.Pages;

namespace Spade.Tests.Ocr;

/// <summary>A page that reads badly is turned: as Tesseract detects it, or in every way when it detects nothing. The better result
/// counts.</summary>
public sealed class OrientationTests : IDisposable
{
    private const string Detect = "case \"$*\" in *'--psm 0'*) ";
    private const string Upended = "page 40 ueut opisdn ewes aut I";
    private const string NothingDetected = $"{Detect} echo 'Too few characters' >&2; exit 1;; esac; ";

    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("page 90 an upright page of five", 1)]
    [InlineData("page 75 an upright page of five", 1)]
    [InlineData("page 90 four words are sure", 1)]
    [InlineData("page 90 word", 1)]
    [InlineData("page 74 an upright page of five", 5)]
    [InlineData("page 84 four words are few", 5)]
    [InlineData("page 95 I 1", 5)]
    [InlineData("page 90", 5)]
    public async Task A_page_of_low_confidence_or_few_words_is_tried_in_other_ways(string script, int runs)
    {
        await ReadAsync(NothingDetected + script);
        Assert.Equal(runs, _programs.Runs("tesseract").Count);
    }

    [Fact]
    public async Task A_page_whose_orientation_is_detected_is_read_once_more()
    {
        var result = await ReadAsync($"{Detected(180, 3)} {OnRun(3)} page 92 now it is turned upright;; *) {Upended};; esac");
        Assert.Equal(("now it is turned upright\n", 180), (result.Text, result.Layout.Rotation));
        Assert.Equal(3, _programs.Runs("tesseract").Count);
    }

    [Fact]
    public async Task A_page_that_is_detected_to_stand_upright_is_not_read_again()
    {
        var result = await ReadAsync($"{Detected(0, 3)} page 40 a faint but upright page");
        Assert.Equal(("a faint but upright page\n", 0), (result.Text, result.Layout.Rotation));
        Assert.Equal(2, _programs.Runs("tesseract").Count);
    }

    [Fact]
    public async Task An_uncertain_detection_is_tried_first_and_the_other_ways_after_it()
    {
        var result = await ReadAsync($"{Detected(270, 0.5)} {OnRun(4)} page 92 now it is turned upright;; *) {Upended};; esac");
        Assert.Equal(("now it is turned upright\n", 180), (result.Text, result.Layout.Rotation));
    }

    [Fact]
    public async Task The_first_way_that_reads_beyond_doubt_is_the_last_that_is_tried()
    {
        var result = await ReadAsync($"{NothingDetected} {OnRun(4)} page 95 Receipt;; *) page 38 1d1I999y;; esac");
        Assert.Equal(("Receipt\n", 90, 4), (result.Text, result.Layout.Rotation, _programs.Runs("tesseract").Count));
    }

    [Fact]
    public async Task A_way_that_reads_a_little_better_is_no_reason_to_turn_a_page() =>
        Assert.Equal("96 08\n", (await ReadAsync($"{NothingDetected} {OnRun(3)} page 72 80 96;; *) page 71 96 08;; esac")).Text);

    [Theory]
    [InlineData("exit 1")]
    [InlineData("kill -SEGV $$")]
    [InlineData("echo 'no row of a page'")]
    public async Task When_the_other_ways_fail_the_first_result_stands(string failure) =>
        Assert.Equal("a faint but upright page\n", (await ReadAsync(
            $"{NothingDetected} {OnRun(1)} page 50 a faint but upright page;; *) {failure};; esac")).Text);

    [Fact]
    public async Task A_page_whose_lines_run_up_or_down_is_turned_before_it_is_read()
    {
        var result = await ReadAsync($"{Detected(270, 9)} page 95 one two three four five", Lines().Turned(90));
        Assert.Equal(270, result.Layout.Rotation);
        Assert.Equal((2480, 3508, 595, 842), Size(result.Layout));
        Assert.Equal(2, _programs.Runs("tesseract").Count);
    }

    [Fact]
    public async Task Lines_that_run_down_are_left_so_in_languages_that_are_written_so()
    {
        using var reader = new PageReader(_programs.Add("tesseract", "page 95 one two three four five"));
        var result = await reader.ReadAsync(Lines().Turned(90), "jpn_vert");
        Assert.Equal((0, 1), (result.Layout.Rotation, _programs.Runs("tesseract").Count));
        Assert.Equal((3508, 2480, 842, 595), Size(result.Layout));
    }

    [Fact]
    public async Task A_page_without_marks_is_not_given_to_tesseract()
    {
        var result = await ReadAsync("exit 7", new GrayPage(2480, 3508, gray: 240));
        Assert.Equal(("", null, 0), (result.Text, result.Confidence, result.Layout.Lines.Count));
        Assert.Empty(_programs.Runs("tesseract"));
    }

    [Fact]
    public async Task A_picture_without_text_is_read_once()
    {
        await ReadAsync($"{NothingDetected} page 90", GrayPage.Noise(40, 50));
        Assert.Equal(2, _programs.Runs("tesseract").Count);
    }

    [Fact]
    public async Task A_page_of_marks_that_cannot_be_words_is_read_once_and_not_detected()
    {
        await ReadAsync("page 90", new GrayPage(2480, 3508).Fill(new(300, 1700, 1900, 4), 0).Fill(new(1200, 900, 9, 8), 0));
        Assert.Single(_programs.Runs("tesseract"));
    }

    private async Task<RecognizedPage> ReadAsync(string script, GrayPage? page = null)
    {
        using var reader = new PageReader(_programs.Add("tesseract", script));
        return await reader.ReadAsync(page ?? Lines());
    }

    /// <summary>What Tesseract says when it detects an orientation.</summary>
    private static string Detected(int turn, double confidence) => FormattableString.Invariant(
        $"{Detect} printf 'Rotate: {turn}\\nOrientation confidence: {confidence}\\n' > $output.osd; exit;; esac; ");

    private static string OnRun(int number) => $"case $(wc -l < \"$0.runs\") in {number}) ";

    /// <summary>A page of level lines, whose letters do not stand below each other.</summary>
    private static GrayPage Lines()
    {
        var page = new GrayPage(2480, 3508);
        for (var line = 0; line < 44; line++)
        {
            for (var x = 300 + line * 17 % 40; x < 2100; x += 40)
                page.Fill(new PixelBox(x, 400 + line * 60, 24, 30), 0);
        }

        return page;
    }

    private static (int, int, double, double) Size(PageLayout layout) =>
        (layout.Width, layout.Height, layout.WidthPoints, layout.HeightPoints);
}
