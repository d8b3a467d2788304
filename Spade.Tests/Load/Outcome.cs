using System.Globalization;
using Spade.Rehearsal.History;

namespace Spade.Tests.Load;

/// <summary>The outcome of a request, with the status code of a response.</summary>
internal readonly record struct Outcome(RequestOutcome Kind, int Status = 0)
{
    /// <summary>True for anything but a complete successful response.</summary>
    public bool Failed => Kind != RequestOutcome.Answered || Status is < 200 or > 299;

    public override string ToString() => Kind switch
    {
        RequestOutcome.Answered => Status.ToString(CultureInfo.InvariantCulture),
        RequestOutcome.Refused => "refused",
        RequestOutcome.Reset => "reset",
        RequestOutcome.Unanswered => "closed unanswered",
        RequestOutcome.Cut => "cut body",
        RequestOutcome.TimedOut => "timed out",
        _ => "garbled",
    };
}
