using System.Diagnostics;
using Npgsql;

namespace Spade.ServiceDefaults.Database;

/// <summary>Which statements are traced, and under what name. Npgsql follows OpenTelemetry's conventions for databases, but does not read
/// SQL: without a name from here, every span is called <c>postgresql</c>.</summary>
internal static class DatabaseSpans
{
    private const string Summary = "db.query.summary";

    public static void Configure(NpgsqlTracingOptionsBuilder tracing) => tracing
        // Polls and heartbeats belong to no request and no job: traced, each would be a trace of its own, several a second for ever.
        .ConfigureCommandFilter(_ => Activity.Current is not null)
        .ConfigureBatchFilter(_ => Activity.Current is not null)
        .ConfigureCopyOperationFilter(_ => Activity.Current is not null)
        // It has no filter, and while it is open the statements that load types would pass for part of a request.
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

    // One statement is no batch, whatever carries it.
    private static string Name(NpgsqlBatch batch) => batch.BatchCommands.Count == 1
        ? QuerySummary.Of(batch.BatchCommands[0].CommandText)
        : $"BATCH {string.Join(' ', batch.BatchCommands.Select((NpgsqlBatchCommand command) => QuerySummary.Of(command.CommandText)).Distinct())}";
}
