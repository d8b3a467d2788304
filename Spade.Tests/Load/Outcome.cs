using System.Globalization;

namespace Spade.Tests.Load;

/// <summary>The outcome of a request, with the status code of a response.</summary>
internal readonly record struct Outcome(OutcomeKind Kind, int Status = 0)
{
    /// <summary>True for anything but a complete successful response.</summary>
    public bool Failed => Kind != OutcomeKind.Answered || Status is < 200 or > 299;

    public override string ToString() => Kind switch
    {
        OutcomeKind.Answered => Status.ToString(CultureInfo.InvariantCulture),
        OutcomeKind.Refused => "refused",
        OutcomeKind.Reset => "reset",
        OutcomeKind.Unanswered => "closed unanswered",
        OutcomeKind.Cut => "cut body",
        OutcomeKind.TimedOut => "timed out",
        _ => "garbled",
    };
}
