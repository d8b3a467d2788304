using System.Globalization;

namespace Spade.Worker.Commands;

/// <summary>The arguments of a command: options of its own as <c>--name value</c> or <c>--name=value</c>, one text beside them if it takes
/// one, and configuration as <c>--Section:Key=value</c>.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> _options = [];

    private CommandOptions()
    {
    }

    /// <summary>The arguments that are configuration.</summary>
    public IReadOnlyList<string> Settings { get; private set; } = [];

    /// <summary>The text that is no option; null when there is none.</summary>
    public string? Text { get; private set; }

    /// <param name="args">The arguments.</param>
    /// <param name="known">Names of the command's options, without dashes.</param>
    /// <exception cref="CommandException">An argument is unknown, repeated or without a value.</exception>
    public static CommandOptions Parse(IReadOnlyList<string> args, params IReadOnlyList<string> known)
    {
        var options = new CommandOptions();
        var settings = new List<string>();
        for (var index = 0; index < args.Count; index++)
        {
            if (!args[index].StartsWith("--", StringComparison.Ordinal))
            {
                // Not repeated in the error: it may be a key.
                options.Text = options.Text is null ? args[index] : throw new CommandException("there is one argument too many.");
                continue;
            }

            var (name, value) = Split(args[index]);
            if (name.Contains(':', StringComparison.Ordinal))
                settings.Add(args[index]);
            else
                options.Add(name, value ?? (index + 1 < args.Count ? args[++index] : null), known);
        }

        options.Settings = settings;
        return options;
    }

    /// <summary>The value of an option; null when it was left out.</summary>
    public string? Value(string name) => _options.GetValueOrDefault(name);

    /// <summary>The value of an option as a whole number; null when it was left out.</summary>
    /// <exception cref="CommandException">It is no number between the bounds.</exception>
    public int? Number(string name, int min, int max)
    {
        if (Value(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new CommandException($"--{name} is '{text}'; it must be a whole number from {min} to {max}.");
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument[2..], null) : (argument[2..equals], argument[(equals + 1)..]);
    }

    private void Add(string name, string? value, IReadOnlyList<string> known)
    {
        if (!known.Contains(name))
        {
            var all = known.Count == 0 ? "there are none" : $"the options are: {string.Join(", ", known.Select(option => $"--{option}"))}";
            throw new CommandException($"--{name} is not an option; {all}.");
        }

        if (string.IsNullOrWhiteSpace(value))
            throw new CommandException($"--{name} has no value.");
        if (!_options.TryAdd(name, value))
            throw new CommandException($"--{name} is given twice; give it once.");
    }
}
