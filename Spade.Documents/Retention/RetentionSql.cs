namespace Spade.Documents.Retention;

/// <summary>The statements that remove old documents. Both lists find their rows through <c>documents_status_newest</c>: a document is
/// created before it ends, and few are unfinished. So at rest they read next to nothing, and need no index of their own.</summary>
internal static class RetentionSql
{
    /// <summary>$1 key. Held until the end of the transaction; false when another process removes documents now.</summary>
    internal const string TryLock = "SELECT pg_try_advisory_xact_lock($1)";

    /// <summary>$1 age (ms), $2 limit. Documents that ended long ago, and documents that were left behind: their job has ended without
    /// them, or was removed. A page counts as 256 KiB, for its layout and its preview.</summary>
    internal const string Old =
        """
        (SELECT id, job_id, size + 262144 * pages_done::bigint
         FROM documents
         WHERE status IN ('completed', 'failed', 'cancelled') AND created_at < now() - $1 * interval '1 millisecond'
           AND completed_at < now() - $1 * interval '1 millisecond'
         LIMIT $2)
        UNION ALL
        (SELECT document.id, document.job_id, document.size + 262144 * document.pages_done::bigint
         FROM documents AS document LEFT JOIN jobs AS job ON job.id = document.job_id
         WHERE document.status IN ('queued', 'running') AND document.created_at < now() - $1 * interval '1 millisecond'
           AND document.job_id IS NOT NULL
           AND (job.id IS NULL OR job.finished_at < now() - $1 * interval '1 millisecond')
         LIMIT $2)
        """;

    /// <summary>$1 jobs. Before their documents, as everywhere. One that runs again stays.</summary>
    internal const string RemoveJobs =
        "DELETE FROM jobs WHERE id = ANY ($1) AND state IN ('completed', 'failed', 'cancelled')";

    /// <summary>$1 documents, $2 the job of each, $3 age (ms). Everything that belongs to a document goes with it. A document that was
    /// started again in the meantime has another job or an unfinished one, and stays.</summary>
    internal const string RemoveDocuments =
        """
        DELETE FROM documents AS document USING unnest($1, $2) AS old (id, job_id)
        WHERE document.id = old.id AND document.job_id IS NOT DISTINCT FROM old.job_id
          AND (document.completed_at < now() - $3 * interval '1 millisecond'
               OR (document.completed_at IS NULL AND NOT EXISTS (
                   SELECT FROM jobs WHERE jobs.id = document.job_id AND jobs.state IN ('created', 'retry', 'active'))))
        """;
}
