using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Jobs.Client;

namespace Spade.Api.Queues;

/// <summary>Queues, for operators.</summary>
internal static class QueuesApi
{
    private static readonly QueueListResponse Example = new(
    [
        new QueueResponse(
            "documents", Paused: false, new JobCounts(Created: 2, Retry: 0, Active: 1, Completed: 40, Failed: 1, Cancelled: 0),
            OldestWaitingSeconds: 0.8, OldestActiveSeconds: 4.2),
    ]);

    public static RouteGroupBuilder MapQueues(this IEndpointRouteBuilder app)
    {
        var queues = app.MapGroup("").WithTags("Queues").RequireDatabaseSchema().RequireScope(KeyScopes.Operate);

        queues.MapGet("/queues", ListAsync).WithName("ListQueues")
            .WithSummary("Counts and ages of every queue.")
            .WithResponseExample(StatusCodes.Status200OK, Example)
            .ProducesProblems();
        queues.MapPost("/queues/{name}/pause", PauseAsync).WithName("PauseQueue")
            .WithSummary("Stops workers from taking new jobs of a queue; running jobs continue.")
            .Produces(StatusCodes.Status204NoContent)
            .WithParameterExample("name", Example.Queues[0].Name)
            .ProducesProblems(ApiProblems.QueueNotFound("scans"));
        queues.MapPost("/queues/{name}/resume", ResumeAsync).WithName("ResumeQueue")
            .WithSummary("Lets workers take the queue's jobs again.")
            .Produces(StatusCodes.Status204NoContent)
            .WithParameterExample("name", Example.Queues[0].Name)
            .ProducesProblems(ApiProblems.QueueNotFound("scans"));
        return queues;
    }

    private static async Task<Ok<QueueListResponse>> ListAsync(JobClient jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(new QueueListResponse([.. (await jobs.GetQueuesAsync(cancellationToken)).Select(QueueResponse.From)]));

    private static async Task<Results<NoContent, ApiProblem>> PauseAsync(
        string name, HttpContext context, JobClient jobs, QueueAudit audit, CancellationToken cancellationToken)
    {
        if (!await jobs.PauseAsync(name, cancellationToken))
            return ApiProblems.QueueNotFound(name);
        audit.Paused(name, context.GetCaller());
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ApiProblem>> ResumeAsync(
        string name, HttpContext context, JobClient jobs, QueueAudit audit, CancellationToken cancellationToken)
    {
        if (!await jobs.ResumeAsync(name, cancellationToken))
            return ApiProblems.QueueNotFound(name);
        audit.Resumed(name, context.GetCaller());
        return TypedResults.NoContent();
    }
}
