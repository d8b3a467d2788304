using System.Globalization;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>Reads the command line of a request: <c>logs spade-worker -f --since 2m --tail 20</c>.</summary>
internal static class TerminalArguments
{
    /// <summary>Whether a command line is a request at all: its first word is neither an option nor a setting.</summary>
    internal static bool AreRequest(IReadOnlyList<string> arguments) =>
        arguments is [{ Length: > 0 } first, ..] && first[0] is not ('-' or '/') && !first.Contains('=', StringComparison.Ordinal);

    /// <summary>Throws <see cref="DistributedApplicationException"/> for what cannot be meant.</summary>
    internal static TerminalRequest Parse(IReadOnlyList<string> arguments)
    {
        var verb = arguments[0];
        if (!TerminalVerbs.All.Contains(verb))
            throw new DistributedApplicationException($"There is no command '{verb}'. There are: {string.Join(", ", TerminalVerbs.All)}. Without one, the application runs.");
        var request = new TerminalRequest(verb);
        var rest = new Queue<string>(arguments.Skip(1));
        while (rest.TryDequeue(out var word))
            request = Take(request, word, rest);
        if (verb != TerminalVerbs.Ps && request.Name is null)
            throw new DistributedApplicationException($"{verb} needs the name of a resource or of an instance: ps lists them.");
        return request;
    }

    private static TerminalRequest Take(TerminalRequest request, string word, Queue<string> rest) => (request.Verb, word) switch
    {
        (_, ['-', '-', ..]) when word.Contains(':', StringComparison.Ordinal) => Skip(request, word, rest),
        (TerminalVerbs.Logs, "-f" or "--follow") => request with { Follow = true },
        (TerminalVerbs.Logs, "--since") => request with { Since = Duration(Value(word, rest)) },
        (TerminalVerbs.Logs, "--tail") => request with { Tail = Count(Value(word, rest)) },
        (_, ['-', ..]) => throw new DistributedApplicationException($"{request.Verb} has no option '{word}'{(request.Verb == TerminalVerbs.Logs ? ": -f, --since and --tail are the ones it has" : "")}."),
        _ when request.Name is null && request.Verb != TerminalVerbs.Ps => request with { Name = word },
        _ => throw new DistributedApplicationException($"{request.Verb} can do nothing with '{word}'."),
    };

    /// <summary>A setting of the AppHost, such as where its data is: configuration has read it.</summary>
    private static TerminalRequest Skip(TerminalRequest request, string word, Queue<string> rest)
    {
        if (!word.Contains('=', StringComparison.Ordinal))
            rest.TryDequeue(out _);
        return request;
    }

    private static string Value(string option, Queue<string> rest) =>
        rest.TryDequeue(out var value) ? value : throw new DistributedApplicationException($"{option} needs a value.");

    private static TimeSpan Duration(string text)
    {
        var unit = text.Length == 0 ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && ushort.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? unit * number
            : throw new DistributedApplicationException($"'{text}' is no length of time: give a number with s, m, h or d, such as 90s or 2m.");
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw new DistributedApplicationException($"'{text}' is no number of lines.");
}
