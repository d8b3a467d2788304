using Spade.Worker.Commands;

namespace Spade.Tests.Keys;

/// <summary>Arguments of the worker's commands.</summary>
public sealed class CommandOptionsTests
{
    [Fact]
    public void Options_configuration_and_one_text_are_told_apart()
    {
        var options = CommandOptions.Parse(
            ["--name", "--dashes", "spade_aaaaaaaa", "--days=3", "--ConnectionStrings:spadedb=Host=a"], "name", "days");

        Assert.Equal(("--dashes", "spade_aaaaaaaa", 3), (options.Value("name"), options.Text, options.Number("days", 1, 3)));
        Assert.Equal(["--ConnectionStrings:spadedb=Host=a"], options.Settings);
        Assert.Null(options.Value("tenant"));
    }

    [Theory]
    [InlineData("--nam is not an option; the options are: --name, --days.", "--nam", "x")]
    [InlineData("--name has no value.", "--name")]
    [InlineData("--name has no value.", "--name=", "x")]
    [InlineData("--name is given twice; give it once.", "--name=a", "--name=b")]
    [InlineData("--days is '0'; it must be a whole number from 1 to 9.", "--days=0")]
    [InlineData("--days is 'ten'; it must be a whole number from 1 to 9.", "--days", "ten")]
    [InlineData("there is one argument too many.", "secret", "secret")]
    public void An_argument_that_cannot_be_used_is_an_error_that_names_it(string expected, params string[] arguments)
    {
        var error = Assert.Throws<CommandException>(() => CommandOptions.Parse(arguments, "name", "days").Number("days", 1, 9));

        Assert.Equal(expected, error.Message);
    }
}
