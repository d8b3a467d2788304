using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Spade.Api.Problems;

namespace Spade.Api.Events;

/// <summary>Where a stream of events continues.</summary>
internal static class LastEventId
{
    /// <summary>The request header, as the HTML standard names it.</summary>
    public const string Header = "Last-Event-ID";

    /// <summary>The query parameter.</summary>
    public const string Parameter = "lastEventId";

    private const int LongestShown = 80;

    /// <summary>Reads the id of the last event that the client has received; 0 when it names none.</summary>
    public static bool TryParse(string? header, string? parameter, out long id, [NotNullWhen(false)] out ApiProblem? problem)
    {
        var (name, text) = header is null ? (Parameter, parameter) : (Header, header);
        id = 0;
        var valid = text is null || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
        problem = valid
            ? null
            : ApiProblems.InvalidParameter(
                $"{name} is '{(text!.Length <= LongestShown ? text : text[..LongestShown] + "…")}'; it must be the id of an event, "
                + "a whole number. Leave it out to get every event.");
        return valid;
    }
}
