using Spade.Rehearsal.Scans;

namespace Spade.Tests.Infrastructure;

public sealed class CharacterErrorRateTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "dock", 4)]
    [InlineData("dock", "", 4)]
    [InlineData("dock", "dock", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("sitting", "kitten", 3)]
    [InlineData("aaa", "aa", 1)]
    [InlineData("abcdef", "azced", 3)]
    public void The_distance_counts_inserted_deleted_and_replaced_characters(string a, string b, int expected) =>
        Assert.Equal(expected, CharacterErrorRate.Distance(a, b));

    [Fact]
    public void White_space_of_any_kind_and_length_counts_as_one_space() =>
        Assert.Equal(0, CharacterErrorRate.Of("\n The long bell\r\nmeant   fog.\f", "The long\tbell meant fog."));

    [Fact]
    public void The_rate_is_edits_per_character_of_the_truth() =>
        Assert.Equal(2.0 / 11, CharacterErrorRate.Of("tho quay sf", "the quay of"), precision: 10);

    [Fact]
    public void A_missing_word_costs_its_letters_and_its_space() =>
        Assert.Equal(5.0 / 23, CharacterErrorRate.Of("The bell meant fog", "The long bell meant fog"), precision: 10);

    [Fact]
    public void Without_a_truth_there_is_no_rate() =>
        Assert.Throws<ArgumentException>(() => CharacterErrorRate.Of("something", " \n"));
}
