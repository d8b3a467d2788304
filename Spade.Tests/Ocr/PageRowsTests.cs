using System.Text;
using Spade.Worker.Engine;

namespace Spade.Tests.Ocr;

/// <summary>A page of a Tesseract that is kept open ends where the row of the next page begins, however its output is cut.</summary>
public sealed class PageRowsTests
{
    private const string Page = "level\tpage_num\n1\t1\t0\t\n5\t1\t9\t95\t1\t2\t\n5\t1\t9\t95\tümlaut\n";
    private const string Next = "1\t2\t0\t\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void The_rows_before_the_next_page_are_the_page_s(int portion)
    {
        var rows = new PageRows(nextPage: 2);
        var bytes = Encoding.UTF8.GetBytes(Page + Next);
        for (var start = 0; start < bytes.Length; start += portion)
        {
            Assert.False(rows.IsComplete);
            Add(rows, bytes.AsSpan(start, Math.Min(portion, bytes.Length - start)));
        }

        Assert.True(rows.IsComplete);
        Assert.Equal(Page, rows.ToString());
    }

    [Theory]
    [InlineData("1\t2\t0\t")]
    [InlineData("1\t3\t0\t\n")]
    [InlineData("1\t20\t0\t\n")]
    [InlineData("5\t2\t0\t\n")]
    [InlineData(" 1\t2\t0\t\n")]
    public void Another_row_or_a_part_of_one_is_no_end(string row)
    {
        var rows = new PageRows(nextPage: 2);
        Add(rows, Encoding.UTF8.GetBytes(Page + row));
        Assert.False(rows.IsComplete);
    }

    private static void Add(PageRows rows, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rows.Room().Span);
        rows.Add(bytes.Length);
    }
}
