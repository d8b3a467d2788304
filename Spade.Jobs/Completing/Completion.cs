namespace Spade.Jobs.Completing;

/// <summary>A job whose run has finished it, until its completion is committed. The result is false when the job was not the run's any
/// more, or when another transaction held its row: the others do not wait for that.</summary>
internal sealed class Completion(Guid jobId, long fence) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Guid JobId => jobId;

    public long Fence => fence;
}
