using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Requests;

/// <summary>Every request of the load deserves an answer of success: 5xx, a 503 with <c>Retry-After</c> included, and requests without a
/// whole answer are failures, as in <c>docs/slo.md</c>; so is 4xx, since nothing is asked for that deserves it.</summary>
/// <remarks>A connection that ended between two requests is none: any client opens another before it sends, so it is no entry of the
/// history. A request that was sent and got no answer is a failure on a kept connection too.</remarks>
internal sealed class FailedRequestsCheck : ICheck
{
    private const int MostOfADetail = 200;

    public string Name => "failed-requests";

    public string Sentence => "No request failed.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        var failed = facts.Requests.Where(request => request.HasFailed()).OrderBy(request => request.EndedAt()).ToList();
        var counted = failed.Where(request => !Faults.Explain(request, facts, options)).ToList();
        var explained = failed.Count - counted.Count;
        return new Examination(
            facts.Requests.Count, "requests", counted.Select(Finding),
            Note: explained == 0 ? null : $"{explained} more failed during faults; they count in the error budget only");
    }

    private static Finding Finding(RequestEntry request) => new(
        request.OutcomeText() + (request.Detail is { } detail ? $": {Shortened(detail)}" : ""),
        request.Name(), request.EndedAt(), request.Replica, request.Number);

    private static string Shortened(string detail) => detail.Length <= MostOfADetail ? detail : detail[..MostOfADetail] + "…";
}
