namespace Spade.Jobs.Schema;

/// <summary>The statement that claims jobs of the groups that wait, by the index <c>jobs_groups</c>; see <see cref="JobsSchema"/>. It
/// follows <see cref="JobSql.KeepToIndexes"/>.</summary>
internal static class GroupSql
{
    /// <summary>The condition of the index jobs_groups.</summary>
    public const string Waits = "node_id IS NULL AND finished_at IS NULL AND group_name IS NOT NULL";

    /// <summary>$1 queue, $2 node, $3 limit, $4 the groups of this node's runs, one entry for each run, $5 the group that was served last.
    /// As <see cref="ClaimSql.Claim"/>, for jobs with a group: of each priority, the next place goes to the group with the fewest runs, and
    /// among equals to the next one by name after $5, in a circle.</summary>
    /// <remarks>
    /// <para><c>lane</c> steps from one group to the next, so it reads an index entry for each group and not for each job, also for a
    /// group whose jobs are all due later. A row that is no lane begins a priority. <c>due</c> ends the steps: of more groups than there
    /// are places and runs, some have no run, and those come first. <c>share</c> gives out the places one by one. The last part locks
    /// the jobs, so that other nodes skip them.</para>
    /// </remarks>
    public static readonly string Claim = ClaimSql.ClaimFrom(
        $"""
            WITH RECURSIVE lane (priority, group_name, has_wrapped, is_lane, step) AS (
                (SELECT priority, {Last}, false, false, 0 FROM jobs WHERE queue = $1 AND {Waits} ORDER BY priority DESC LIMIT 1)
                UNION ALL
                SELECT next.*, lane.step + 1
                FROM lane, LATERAL (
                    (SELECT lane.priority, later.group_name, lane.has_wrapped, true
                     FROM (SELECT group_name FROM jobs
                           WHERE queue = $1 AND {Waits} AND priority = lane.priority AND group_name > lane.group_name
                           ORDER BY group_name LIMIT 1) AS later
                     WHERE NOT lane.has_wrapped OR later.group_name <= {Last})
                    UNION ALL
                    (SELECT lane.priority, group_name, true, true FROM jobs
                     WHERE queue = $1 AND {Waits} AND priority = lane.priority AND group_name <= {Last} AND NOT lane.has_wrapped
                     ORDER BY group_name LIMIT 1)
                    UNION ALL
                    (SELECT priority, {Last}, false, false FROM jobs
                     WHERE queue = $1 AND {Waits} AND priority < lane.priority
                     ORDER BY priority DESC LIMIT 1)
                    LIMIT 1) AS next
            ),
            due AS (
                SELECT lane.priority, lane.group_name, lane.step, found.jobs,
                       cardinality(array_positions((SELECT $4), lane.group_name)) AS runs
                FROM lane, LATERAL (
                    SELECT count(*) AS jobs
                    FROM (SELECT FROM jobs WHERE {IsInLane("lane")} LIMIT {ClaimSql.Places}) AS job) AS found
                WHERE lane.is_lane AND found.jobs > 0
                LIMIT {ClaimSql.Places} + cardinality((SELECT $4))
            ),
            share AS (
                SELECT place.priority, place.group_name, count(*) AS places
                FROM (
                    SELECT priority, group_name FROM due, generate_series(1, due.jobs) AS nth
                    ORDER BY priority DESC, runs + nth, step
                    LIMIT {ClaimSql.Places}) AS place
                GROUP BY place.priority, place.group_name
            )
            SELECT job.ctid
            FROM share, LATERAL (
                SELECT ctid FROM jobs
                WHERE {IsInLane("share")}
                ORDER BY start_after, id
                LIMIT share.places
                FOR UPDATE SKIP LOCKED) AS job
            WHERE {ClaimSql.MayClaim}
        """);

    private const string Last = """((SELECT $5) COLLATE "C")""";

    private static string IsInLane(string lane) =>
        $"queue = $1 AND {Waits} AND priority = {lane}.priority AND group_name = {lane}.group_name AND start_after <= now() "
        + $"AND {ClaimSql.IsOrdinary}";
}
