using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Worker.Errors;
using Spade.Worker.Processes;
using Spade.Worker.Recognition;

namespace Spade.Tests.Ocr;

/// <summary>What becomes of a document when its pages have ended in different ways.</summary>
public sealed class PageTallyTests
{
    private static readonly RecognitionException Damaged = RecognitionErrors.PageUnreadable(1);
    private static readonly RecognitionException Late = RecognitionErrors.PageTimeout(2, TimeSpan.FromSeconds(100));

    [Fact]
    public void A_document_of_which_a_page_was_read_has_no_error()
    {
        var pages = Tally([1, 2]);
        pages.Add(new PageEnd(1, Damaged));
        Assert.True(pages.HasUntried);
        pages.Add(new PageEnd(2));
        Assert.False(pages.HasUntried);
        Assert.Null(pages.NothingRead());
    }

    [Fact]
    public void A_page_that_was_read_in_an_earlier_run_counts()
    {
        var pages = Tally([1, 2, 3], new EndedPage(2));
        Assert.Equal([1, 3], pages.Missing);
        pages.Add(new PageEnd(3, Damaged));
        pages.Add(new PageEnd(1, Damaged));
        Assert.False(pages.HasUntried);
        Assert.Null(pages.NothingRead());
    }

    [Fact]
    public void Pages_that_fail_alike_give_the_document_the_error_of_the_first()
    {
        var pages = Tally([1, 2], new EndedPage(1, "corrupt", "Page 1 has a stain."));
        pages.Add(new PageEnd(2, RecognitionErrors.PageUnreadable(2)));
        Assert.Equal(new JobError("corrupt", "Page 1 has a stain."), pages.NothingRead());
    }

    [Fact]
    public void Pages_that_fail_for_different_reasons_are_named_with_theirs()
    {
        var pages = Tally([1, 2, 4, 5, 6]);
        foreach (var page in new[] { 1, 5, 4, 6 })
            pages.Add(new PageEnd(page, Damaged));
        pages.Add(new PageEnd(2, Late));
        Assert.Equal(
            new JobError(
                "no-page-read", "None of the 5 pages could be read: corrupt on pages 1, 4-6; page-timeout on page 2."),
            pages.NothingRead());
    }

    [Fact]
    public void A_postponed_page_is_neither_untried_nor_ended()
    {
        var crash = RecognitionErrors.PageCrashed(2, new ToolFailure("tesseract", Exit, ToolSign.None));
        var pages = Tally([1, 2]);
        pages.Add(new PageEnd(1));
        pages.Add(new PageEnd(2, crash, IsPostponed: true));
        Assert.False(pages.HasUntried);
        Assert.Equal("page-crashed", pages.Postponed?.Type);
        Assert.False(pages.HasToolFault);
    }

    [Fact]
    public void A_full_disk_is_no_fault_of_a_page()
    {
        Assert.True(RecognitionErrors.PageCrashed(1, new ToolFailure("pdftoppm", Exit, ToolSign.Killed)).ConcernsOnePage);
        Assert.False(RecognitionErrors.PageCrashed(1, new ToolFailure("pdftoppm", Exit, ToolSign.OutOfSpace)).ConcernsOnePage);
    }

    [Theory]
    [InlineData(new[] { 2 }, null, "2")]
    [InlineData(new[] { 1, 2, 3, 7, 9, 10 }, null, "1-3, 7, 9-10")]
    [InlineData(new[] { 4, 6 }, 30, "4, 6 and 28 more")]
    public void Page_numbers_are_named_in_few_words(int[] pages, int? count, string text) =>
        Assert.Equal(text, PageList.Format(pages, count));

    [Fact]
    public void Of_many_page_numbers_the_first_are_named() =>
        Assert.Equal("1-20 and 480 more", PageList.Format([.. Enumerable.Range(1, 500)]));

    private static ToolExit Exit => new(ToolEnd.Crashed, 134, "");

    private static PageTally Tally(int[] pages, params EndedPage[] ended) => new(pages, ended);
}
