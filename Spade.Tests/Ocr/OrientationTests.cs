namespace Spade.Tests.Ocr;

/// <summary>A page that reads badly is tried again with its orientation detected, and the better result counts.</summary>
public sealed class OrientationTests : IDisposable
{
    private const string Retry = "case \"$*\" in *'--psm 1'*) ";

    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("page 90 an upright page of five", 1)]
    [InlineData("page 60 an upright page of five", 1)]
    [InlineData("page 59 an upright page of five", 2)]
    [InlineData("page 90 four words are few", 2)]
    [InlineData("page 90", 2)]
    public async Task A_page_of_low_confidence_or_few_words_is_tried_twice(string script, int runs)
    {
        await ReadAsync(script);
        Assert.Equal(runs, _programs.Runs("tesseract").Count);
        Assert.Equal(runs - 1, _programs.Runs("tesseract").Count(run => run.Contains("--psm 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_the_second_try_finds_more_certain_words_it_is_the_result() =>
        Assert.Equal("the same page turned upright", await ReadAsync(
            $"{Retry} page 92 the same page turned upright;; *) page 40 ueut opisdn emas aut;; esac"));

    [Fact]
    public async Task When_the_second_try_is_no_better_the_first_stands() =>
        Assert.Equal("a faint but upright page", await ReadAsync(
            $"{Retry} page 45 aged;; *) page 50 a faint but upright page;; esac"));

    [Theory]
    [InlineData("exit 1")]
    [InlineData("kill -SEGV $$")]
    [InlineData("page 95; echo header > $output.tsv")]
    public async Task When_the_second_try_fails_the_first_stands(string failure) =>
        Assert.Equal("a faint but upright page", await ReadAsync(
            $"{Retry} {failure};; *) page 50 a faint but upright page;; esac"));

    private async Task<string> ReadAsync(string script)
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", script));
        return Assert.Single(await engine.ReadAsync(ImageBytes.Page));
    }
}
