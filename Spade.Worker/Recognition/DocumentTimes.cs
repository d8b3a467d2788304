using System.Diagnostics.Metrics;
using Npgsql;
using Spade.Documents.Documents;

namespace Spade.Worker.Recognition;

/// <summary>Measures how long documents took, from their upload to their end, by the database's clock. A document that
/// is uploaded again after its end gets a new job, and its time begins with that one.</summary>
internal sealed class DocumentTimes
{
    /// <summary>Failures that are the service's fault. All others say something about the document, and so are an answer.</summary>
    internal static readonly IReadOnlySet<string> ServiceFaults = new HashSet<string>(StringComparer.Ordinal)
    {
        "exception", "no-outcome", "unknown", "poison", "timeout", "result-refused", "payload-invalid", "worker-storage", "stopped",
    };

    /// <summary>Upper bounds of the histogram, in seconds. An objective for documents has to be one of them.</summary>
    internal static readonly IReadOnlyList<double> Buckets = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

    private const string Find =
        """
        SELECT document.status, document.error_type,
               extract(epoch FROM document.completed_at - coalesce(job.created_at, document.created_at))::float8
        FROM documents AS document LEFT JOIN jobs AS job ON job.id = document.job_id
        WHERE document.id = $1 AND document.status IN ('completed', 'failed') AND document.completed_at IS NOT NULL
        """;

    private readonly NpgsqlDataSource _database;
    private readonly Histogram<double> _duration;

    public DocumentTimes(IMeterFactory meters, NpgsqlDataSource database)
    {
        _database = database;
        _duration = meters.Create(DocumentsTelemetry.Name).CreateHistogram(
            "spade.documents.duration", "s", "From the last upload of a document to its end.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    /// <summary>Records a document that a run has just ended, after its commit. Nothing is read when nobody exports the metric.</summary>
    public async Task RecordAsync(string documentId, CancellationToken cancellationToken)
    {
        if (!_duration.Enabled)
            return;
        await using var command = _database.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = documentId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        // Not there: the transaction was rolled back, or the document was removed meanwhile.
        if (!await reader.ReadAsync(cancellationToken))
            return;
        var error = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1);
        var outcome = error is not null && ServiceFaults.Contains(error) ? "broken" : reader.GetString(0);
        _duration.Record(reader.GetDouble(2), new KeyValuePair<string, object?>("spade.document.outcome", outcome));
    }
}
