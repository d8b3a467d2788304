using Spade.ServiceDefaults.Database;

namespace Spade.Tests.ServiceDefaults;

public sealed class QuerySummaryTests
{
    [Theory]
    [InlineData("SELECT FROM documents WHERE id = $1", "SELECT documents")]
    [InlineData("""SELECT d.id, d."size" FROM "documents" AS d LEFT JOIN jobs AS j ON j.id = d.job_id""", "SELECT documents")]
    [InlineData("SELECT 1 FROM jobs WHERE id = $1 FOR UPDATE", "SELECT jobs")]
    [InlineData("SELECT ctid FROM jobs FOR NO KEY UPDATE SKIP LOCKED", "SELECT jobs")]
    [InlineData("INSERT INTO jobs (id) SELECT job.id FROM unnest($1) AS job (id) ON CONFLICT (id) DO UPDATE SET queue = $2", "INSERT jobs")]
    [InlineData("UPDATE jobs SET state = 'active' WHERE ctid = ANY (ARRAY (SELECT ctid FROM jobs FOR UPDATE SKIP LOCKED))", "UPDATE jobs")]
    [InlineData("WITH held AS (SELECT 1 FROM jobs FOR UPDATE) DELETE FROM documents USING held", "DELETE documents")]
    [InlineData("WITH recent AS (SELECT FROM restarts) SELECT * FROM recent", "SELECT restarts")]
    [InlineData("COPY document_chunks (document_id, number, data) FROM STDIN (FORMAT binary)", "COPY document_chunks")]
    [InlineData("SELECT asked.queue FROM unnest((SELECT $1)) AS asked (queue) WHERE EXISTS (SELECT FROM jobs)", "SELECT jobs")]
    [InlineData("SELECT pg_notify($1, $2)", "SELECT")]
    [InlineData("COMMIT", "COMMIT")]
    public void A_statement_is_named_by_what_it_does_and_to_which_table(string sql, string summary) =>
        Assert.Equal(summary, QuerySummary.Of(sql));
}
