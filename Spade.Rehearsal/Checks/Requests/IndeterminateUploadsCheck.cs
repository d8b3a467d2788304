using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Requests;

/// <summary>An upload without an answer, or with one of 5xx, may have been stored. Its client repeats it until it is accepted, and then
/// there is one document.</summary>
internal sealed class IndeterminateUploadsCheck : ICheck
{
    public string Name => "indeterminate-uploads";

    public string Sentence => "Each upload that got no answer, or a 5xx, was repeated, and ended in exactly one document.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        var repeats = facts.Requests.Where(request => request.Repeats is not null).ToLookup(request => request.Repeats!.Value);
        var accepted = facts.Accepted.ToLookup(entry => entry.Request);
        var stored = facts.Stored.CountBy(entry => entry.Content).ToDictionary();
        var first = facts.Requests.Where(request => request.Repeats is null && IsIndeterminate(request)).ToList();
        return new Examination(
            first.Count, "uploads",
            from request in first
            let tries = Tries(request, repeats)
            let documents = tries.SelectMany(number => accepted[number]).ToList()
            let what = Wrong(tries.Count, documents, facts.Stored.Count == 0 ? null : stored)
            where what is not null
            select new Finding(what, request.Name(), request.EndedAt(), request.Replica, request.Number));
    }

    /// <summary>Whether an upload may or may not have been stored. A refused connection took nothing.</summary>
    private static bool IsIndeterminate(RequestEntry request) =>
        request.Operation.Contains("upload", StringComparison.OrdinalIgnoreCase)
        && request.Outcome != RequestOutcome.Refused && (request.Outcome != RequestOutcome.Answered || request.Status >= 500);

    private static HashSet<long> Tries(RequestEntry first, ILookup<long, RequestEntry> repeats)
    {
        var tries = new HashSet<long>();
        var open = new Stack<long>([first.Number]);
        while (open.TryPop(out var number))
        {
            if (!tries.Add(number))
                continue;
            foreach (var repeat in repeats[number])
                open.Push(repeat.Number);
        }

        return tries;
    }

    private static string? Wrong(int tries, List<AcceptedEntry> accepted, Dictionary<string, int>? stored)
    {
        var documents = accepted.Select(entry => entry.Document).Distinct().ToList();
        return documents.Count switch
        {
            0 when tries == 1 => "it was not repeated, so whether there is a document is not known",
            0 => $"it was repeated {tries - 1} times, and none was acknowledged",
            > 1 => $"it ended in {documents.Count} documents: {string.Join(", ", documents)}",
            _ when stored is not null && stored.GetValueOrDefault(accepted[0].Content) is var rows and not 1 =>
                $"the database has {rows} documents of its content",
            _ => null,
        };
    }
}
