using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.View;

/// <summary>A request that failed, and what was happening at that moment.</summary>
/// <param name="Request">The request.</param>
/// <param name="Left">When it failed, in percent.</param>
/// <param name="At">When it failed, from the begin of the load.</param>
/// <param name="Happening">What was happening.</param>
internal sealed record FailureRow(RequestEntry Request, double Left, string At, string Happening)
{
    /// <summary>How many are listed; all are counted and drawn in the chart.</summary>
    public const int Most = 500;

    public string Id => $"request-{Request.Number}";

    public static IReadOnlyList<FailureRow> Of(RunFacts facts, TimeAxis axis)
    {
        var moment = new MomentText(facts);
        return
        [
            .. from request in facts.Requests.Where(request => request.HasFailed()).OrderBy(request => request.EndedAt()).Take(Most)
               let at = request.EndedAt()
               select new FailureRow(request, axis.Place(at), axis.Offset(at), moment.Of(at, request.Replica)),
        ];
    }
}
