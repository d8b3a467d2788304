namespace Spade.Jobs.Client;

/// <summary>Result of retrying a job.</summary>
public enum RetryResult
{
    /// <summary>It is due now, with all its retries.</summary>
    Retried,

    /// <summary>There is no such job; it may have been pruned.</summary>
    NotFound,

    /// <summary>It has neither failed nor been cancelled: it is waiting, running or completed.</summary>
    NotRetryable,

    /// <summary>Another unfinished job of its queue has its singleton key. The job stays as it was.</summary>
    Superseded,
}
