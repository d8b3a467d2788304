using Spade.Tests.Services;

namespace Spade.Tests.Soak;

public sealed class SteadyCourseTests
{
    private const int Samples = 30;
    private const long Jobs = 1000;

    [Fact]
    public void Sizes_that_vary_and_a_warm_up_are_no_decay() =>
        Assert.Empty(DecayOf(n => Sample(n) with { Total = Size(n < 10 ? n : 10 + n % 3) }));

    [Fact]
    public void A_table_that_grows_is_noticed() =>
        Assert.StartsWith("The table has grown", Assert.Single(DecayOf(n => Sample(n) with { Total = Size(n) })), StringComparison.Ordinal);

    [Fact]
    public void A_single_index_that_grows_is_named() => Assert.StartsWith(
        "The index jobs_claim has grown",
        Assert.Single(DecayOf(n => Sample(n) with
        {
            Indexes = new Dictionary<string, long> { ["jobs_pkey"] = 8192, ["jobs_claim"] = Size(n) },
        })),
        StringComparison.Ordinal);

    [Fact]
    public void An_index_of_a_few_pages_may_double() => Assert.Empty(
        DecayOf(n => Sample(n) with { Indexes = new Dictionary<string, long> { ["jobs_node"] = n < 20 ? 8192 : 16384 } }));

    [Fact]
    public void A_backlog_that_grows_is_noticed() =>
        Assert.StartsWith(
            "The backlog has grown", Assert.Single(DecayOf(n => Sample(n) with { Waiting = n * 400 })), StringComparison.Ordinal);

    [Fact]
    public void Throughput_that_falls_is_noticed() => Assert.StartsWith(
        "Throughput has fallen",
        Assert.Single(DecayOf(n => Sample(n) with { Done = Jobs * Math.Min(n, 20) + Jobs / 2 * Math.Max(0, n - 20) })),
        StringComparison.Ordinal);

    private static List<string> DecayOf(Func<int, QueueSample> sample)
    {
        var course = new SteadyCourse([.. Enumerable.Range(1, Samples).Select(sample)]);
        return [.. course.Growth(), .. course.Slowness()];
    }

    private static QueueSample Sample(int n) => new(
        TimeSpan.FromSeconds(n), Jobs * n, 10, 1000, 1000, TimeSpan.FromMilliseconds(5), Size(9),
        new Dictionary<string, long> { ["jobs_pkey"] = Size(9) });

    private static long Size(int n) => n * 10_000_000L;
}
