using System.Security.Cryptography;
using System.Text;
using Spade.Documents.Keys;

namespace Spade.Tests.Access;

public sealed class KeyTextTests
{
    private const string Example = "spade_abcdefg2_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_";

    [Fact]
    public void A_new_key_has_the_format_and_is_another_each_time()
    {
        var key = KeyText.Create();
        Assert.Matches("^spade_[a-z2-7]{8}_[A-Za-z0-9_-]{43}$", key.Reveal());
        Assert.True(KeyText.TryParse(key.Reveal(), out var parsed));
        Assert.Equal(key.Hash(), parsed.Hash());
        Assert.NotEqual(key.Reveal(), KeyText.Create().Reveal());
    }

    [Fact]
    public void A_key_that_is_printed_shows_its_prefix_only()
    {
        Assert.True(KeyText.TryParse(Example, out var key));
        Assert.Equal(("spade_abcdefg2", "spade_abcdefg2"), (key.Prefix, $"{key}"));
    }

    [Fact]
    public void Its_hash_is_the_SHA_256_of_the_whole_key()
    {
        Assert.True(KeyText.TryParse(Example, out var key));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Example)), key.Hash());
    }

    [Theory]
    [InlineData("")]
    [InlineData("spade_abcdefg2")]
    [InlineData("spade_abcdefg2_")]
    [InlineData(Example + "0")]
    [InlineData(" " + Example)]
    [InlineData("Spade_abcdefg2_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_")]
    [InlineData("spade_ABCDEFG2_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_")]
    [InlineData("spade_abcdefg1_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_")]
    [InlineData("spade_abcdefg2-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_")]
    [InlineData("spade_abcdefg2_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno+/")]
    public void Other_texts_are_no_keys(string text) => Assert.False(KeyText.TryParse(text, out _));
}
