using Npgsql;
using Spade.Documents.Documents;
using Spade.Jobs.Handlers;
using Spade.Worker.Recognition;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Goes on with a document that another worker has taken over, and writes without asking whether it may.</summary>
internal sealed class UnfencedHandler(RecognizeDocumentHandler real, NpgsqlDataSource database) : IJobHandler<RecognizeDocument>
{
    public Task<JobOutcome> RunAsync(JobContext<RecognizeDocument> job, CancellationToken cancellationToken) => real.RunAsync(
        new JobContext<RecognizeDocument>(new UnfencedRun(job, database), job.Payload, job.Shutdown, job.TurnOver), CancellationToken.None);

    public Task OnFailedAsync(
        FailedJob<RecognizeDocument> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        real.OnFailedAsync(job, error, transaction, cancellationToken);

    public Task OnSettledAsync(CancellationToken cancellationToken) => real.OnSettledAsync(cancellationToken);
}
