using System.Diagnostics;
using Npgsql;

namespace Spade.ServiceDefaults.Database;

/// <summary>Which statements are traced, and under what name. Npgsql follows OpenTelemetry's conventions for databases but does not parse
/// SQL: without these names every span would be called <c>postgresql</c>.</summary>
internal static class DatabaseSpans
{
    private const string Summary = "db.query.summary";

    public static void Configure(NpgsqlTracingOptionsBuilder tracing) => tracing
        // Polls and heartbeats belong to no request or job. Each would become a trace of its own, several a second.
        .ConfigureCommandFilter(_ => Activity.Current is not null)
        .ConfigureBatchFilter(_ => Activity.Current is not null)
        .ConfigureCopyOperationFilter(_ => Activity.Current is not null)
        // This span has no filter, and it would become the parent of the statements that load types.
        .EnablePhysicalOpenTracing(false)
        .ConfigureCommandSpanNameProvider(command => QuerySummary.Of(command.CommandText))
        .ConfigureCopyOperationSpanNameProvider(QuerySummary.Of)
        .ConfigureBatchSpanNameProvider(Name)
        .ConfigureCommandEnrichmentCallback((span, _) => span.SetTag(Summary, span.DisplayName))
        .ConfigureCopyOperationEnrichmentCallback((span, _) => span.SetTag(Summary, span.DisplayName))
        .ConfigureBatchEnrichmentCallback((span, batch) =>
        {
            span.SetTag(Summary, span.DisplayName);
            if (batch.BatchCommands.Count > 1)
                span.SetTag("db.operation.batch.size", batch.BatchCommands.Count);
        });

    // OpenTelemetry's conventions count a batch of one statement as that statement.
    private static string Name(NpgsqlBatch batch) =>
        batch.BatchCommands.Count == 1 ? Summaries(batch).Single() : $"BATCH {string.Join(' ', Summaries(batch).Distinct())}";

    private static IEnumerable<string> Summaries(NpgsqlBatch batch) =>
        batch.BatchCommands.Select((NpgsqlBatchCommand command) => QuerySummary.Of(command.CommandText));
}
