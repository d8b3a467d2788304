namespace Spade.Documents.Documents;

/// <summary>The statement that counts who waits.</summary>
internal static class QueueSpaceSql
{
    /// <summary>$1 queue, $2 the most jobs to count. How many jobs of each tenant wait. The condition is that of the index
    /// <c>jobs_groups</c>, which is all that is read. Comes in the batch of <see cref="Jobs.Client.JobClient.CountWaiting"/>, which keeps
    /// to indexes.</summary>
    internal const string CountOfTenants =
        """
        SELECT group_name, count(*)
        FROM (
            SELECT group_name FROM jobs
            WHERE queue = $1 AND node_id IS NULL AND finished_at IS NULL AND group_name IS NOT NULL
            LIMIT (SELECT $2)) AS waiting
        GROUP BY group_name
        """;
}
