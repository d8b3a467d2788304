namespace Spade.Documents.Languages;

/// <summary>The statements by which workers publish their languages. The table has a row for each worker, so they read all of it.</summary>
internal static class LanguageSql
{
    /// <summary>$1 node, $2 languages. Also removes the rows of workers that are gone. A worker may publish before its node is registered,
    /// hence the hour; the new row is what is known last.</summary>
    internal const string Publish =
        """
        WITH gone AS (
            DELETE FROM worker_languages AS old
            WHERE published_at < now() - interval '1 hour' AND node_id <> $1
              AND NOT EXISTS (SELECT FROM nodes WHERE nodes.id = old.node_id AND nodes.lost_at IS NULL)
        )
        INSERT INTO worker_languages (node_id, languages) VALUES ($1, $2)
        ON CONFLICT (node_id) DO UPDATE SET languages = excluded.languages, published_at = now()
        """;

    /// <summary>True when a worker lives that has published nothing. Workers publish as they start, so one that has not after a minute is
    /// of a version that does not publish. Its service is that of the workers that do; the API has no languages.</summary>
    internal const string SomeDoNotPublish =
        """
        SELECT EXISTS (
            SELECT FROM nodes AS old
            WHERE lost_at IS NULL AND started_at < now() - interval '1 minute'
              AND NOT EXISTS (SELECT FROM worker_languages WHERE node_id = old.id)
              AND service IN (SELECT service FROM nodes JOIN worker_languages ON node_id = nodes.id))
        """;

    /// <summary>The latest first, each with whether its worker lives.</summary>
    internal const string Published =
        """
        SELECT worker.languages, nodes.id IS NOT NULL
        FROM worker_languages AS worker LEFT JOIN nodes ON nodes.id = worker.node_id AND nodes.lost_at IS NULL
        ORDER BY worker.published_at DESC
        """;
}
