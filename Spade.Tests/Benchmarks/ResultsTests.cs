using Spade.Benchmarks.Measuring;

namespace Spade.Tests.Benchmarks;

public sealed class ResultsTests
{
    [Fact]
    public void A_disturbed_repetition_counts_only_if_there_is_no_other()
    {
        var results = new Results();
        Add(results, 10, noisy: false);
        Add(results, 99, noisy: true);
        Add(results, 20, noisy: false);
        Assert.Equal(new Spread(15, 10, 20, Calm: 2, All: 3), results.Find("row", "spade", "jobs_per_s"));

        var disturbed = new Results();
        Add(disturbed, 99, noisy: true);
        Assert.Equal(new Spread(99, 99, 99, Calm: 0, All: 1), disturbed.Find("row", "spade", "jobs_per_s"));
    }

    [Fact]
    public void What_was_not_measured_has_no_value() => Assert.Null(new Results().Median("row", "spade", "jobs_per_s"));

    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(0.99, 5)]
    [InlineData(0, 1)]
    public void A_quantile_is_one_of_the_values(double q, double expected) =>
        Assert.Equal(expected, new double[] { 5, 1, 4, 2, 3 }.Quantile(q));

    private static void Add(Results results, double value, bool noisy) =>
        results.Add("spade", [new Sample("row", "jobs_per_s", value)], noisy);
}
