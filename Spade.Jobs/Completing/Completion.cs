namespace Spade.Jobs.Completing;

/// <summary>A finished job whose completion is not committed yet. The result is false when the run no longer owned the job, or when another
/// transaction held its row, for which the other completions must not wait.</summary>
internal sealed class Completion(Guid jobId, long fence) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Guid JobId => jobId;

    public long Fence => fence;
}
