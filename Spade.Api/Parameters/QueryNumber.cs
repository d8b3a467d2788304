using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Spade.Api.Problems;

namespace Spade.Api.Parameters;

/// <summary>Whole numbers in a query. Parsed here, because the framework's own error names neither the range nor the default.</summary>
internal static class QueryNumber
{
    public static bool TryParse(
        string name, string? text, int min, int max, int whenMissing, out int number, [NotNullWhen(false)] out ApiProblem? problem)
    {
        number = whenMissing;
        var valid = text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max);
        problem = valid
            ? null
            : ApiProblems.InvalidParameter(
                $"{name} is '{text}'; it must be a whole number from {min} to {max}, and is {whenMissing} when left out.");
        return valid;
    }
}
