namespace Spade.Tests.Services;

/// <summary>A page that was begun more than once.</summary>
/// <param name="JobId">Its document's job.</param>
/// <param name="Page">Its number.</param>
/// <param name="Runs">All first tries, oldest first. One without an end was killed, perhaps by the test.</param>
internal sealed record RepeatedPage(Guid JobId, int Page, IReadOnlyList<TesseractRun> Runs)
{
    public override string ToString() => $"page {Page} of job {JobId}, begun {Runs.Count} times: "
        + string.Join(", ", Runs.Select(run =>
            $"{run.Begun:HH:mm:ss.fff} {(run.Ended is null ? "killed" : $"ended with {run.ExitCode}")}"));
}
