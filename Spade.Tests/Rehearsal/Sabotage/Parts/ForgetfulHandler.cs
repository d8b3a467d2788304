using Npgsql;
using Spade.Documents.Documents;
using Spade.Jobs.Handlers;
using Spade.Worker.Recognition;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Hands a document over without the pages that it has recognised.</summary>
internal sealed class ForgetfulHandler(RecognizeDocumentHandler real) : IJobHandler<RecognizeDocument>
{
    private const string Forget =
        """
        WITH forgotten AS (
            UPDATE pages SET finished_at = NULL, text = NULL, confidence = NULL, layout = NULL WHERE document_id = $1),
        previews AS (
            DELETE FROM page_previews WHERE document_id = $1)
        UPDATE documents SET pages_done = 0 WHERE id = $1
        """;

    public async Task<JobOutcome> RunAsync(JobContext<RecognizeDocument> job, CancellationToken cancellationToken)
    {
        var outcome = await real.RunAsync(job, cancellationToken);
        if (outcome is JobOutcome.Yielded)
            await job.WriteAsync((transaction, token) => ForgetAsync(transaction, job.Payload.DocumentId, token), cancellationToken);
        return outcome;
    }

    public Task OnFailedAsync(
        FailedJob<RecognizeDocument> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        real.OnFailedAsync(job, error, transaction, cancellationToken);

    public Task OnSettledAsync(CancellationToken cancellationToken) => real.OnSettledAsync(cancellationToken);

    private static async Task ForgetAsync(NpgsqlTransaction transaction, string document, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Forget, transaction.Connection, transaction)
        {
            Parameters = { new NpgsqlParameter { Value = document } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
