using Spade.Documents.Inspection;

namespace Spade.Tests.Documents.Inspection;

public sealed class PageSelectionTests
{
    [Theory]
    [InlineData("7, 1-3", "1-3,7")]
    [InlineData("3,2,1", "1-3")]
    [InlineData("1-5,2-3", "1-5")]
    [InlineData("4,4,4", "4")]
    [InlineData("1-2,3-4,6", "1-4,6")]
    public void Equal_selections_have_one_canonical_form(string text, string canonical)
    {
        Assert.True(PageSelection.TryParse(text, out var selection, out _));
        Assert.Equal(canonical, selection.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("3-")]
    [InlineData("1,,2")]
    [InlineData("a")]
    [InlineData("1.5")]
    [InlineData("1000000")]
    [InlineData("99999999999999")]
    [InlineData("1-2-3")]
    public void What_is_no_page_is_rejected_with_an_example(string text)
    {
        Assert.False(PageSelection.TryParse(text, out _, out var error));
        Assert.Contains("such as 1-3,7", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_runs_backwards_is_rejected_with_the_right_spelling()
    {
        Assert.False(PageSelection.TryParse("9-2", out _, out var error));
        Assert.Contains("write 2-9", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_picks_its_pages_in_order()
    {
        Assert.True(PageSelection.TryParse("5,1-2", out var selection, out _));
        Assert.True(selection.TryApply(5, out var pages, out _));
        Assert.Equal([1, 2, 5], pages);
    }

    [Fact]
    public void A_page_past_the_end_is_rejected_by_its_number()
    {
        Assert.True(PageSelection.TryParse("1-999999", out var selection, out _));
        Assert.False(selection.TryApply(1, out _, out var error));
        Assert.Equal("Page 999999 was asked for, but the document has 1 page.", error);
    }
}
