using System.Globalization;

namespace Spade.Tests.Soak;

/// <summary>The command line: <c>soak [N] [words of a scenario's name]</c>.</summary>
internal sealed record SoakArguments(int Runs, string Filter)
{
    /// <summary>Null when the number of runs is less than 1.</summary>
    public static SoakArguments? Parse(string[] arguments)
    {
        if (arguments is not [var first, .. var rest] || !int.TryParse(first, CultureInfo.InvariantCulture, out var runs))
            return new SoakArguments(1, string.Join(' ', arguments));
        return runs < 1 ? null : new SoakArguments(runs, string.Join(' ', rest));
    }
}
