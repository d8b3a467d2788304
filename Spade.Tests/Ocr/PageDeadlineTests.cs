using Microsoft.Extensions.Time.Testing;
using Spade.Worker.Engine;

namespace Spade.Tests.Ocr;

/// <summary>All runs of a page share one time limit.</summary>
public sealed class PageDeadlineTests
{
    [Theory]
    [InlineData(0, 100, true)]
    [InlineData(60, 40, true)]
    [InlineData(99, 1, false)]
    [InlineData(150, 1, false)]
    public void Another_run_is_begun_only_if_time_is_left_for_it(int elapsed, int left, bool allows)
    {
        var time = new FakeTimeProvider();
        var deadline = new PageDeadline(time, TimeSpan.FromSeconds(100));
        time.Advance(TimeSpan.FromSeconds(elapsed));
        Assert.Equal((left, allows), (deadline.Left.TotalSeconds, deadline.AllowsAnotherRun));
    }
}
