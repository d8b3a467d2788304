using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Jobs.Schema;

namespace Spade.Api.Gates;

/// <summary>Holds requests off until the tables they need are known to be there, and until EF Core has its model.</summary>
internal static class RequireSchema
{
    public static RouteGroupBuilder RequireDatabaseSchema(this RouteGroupBuilder routes) => routes.WithMetadata(Required.Instance);

    /// <summary>Refuses, or lets wait, what comes too early.</summary>
    /// <remarks>A middleware, because an endpoint filter comes too late: with the endpoint's arguments a context is made, and everybody who
    /// makes one while EF Core builds its model blocks a thread. A load that arrives at a new replica then takes all of them, and those who
    /// wait for an answer of PostgreSQL's find their time over before they get to read it.</remarks>
    public static IApplicationBuilder UseRequiredSchema(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<SchemaGate>();
        var model = app.ApplicationServices.GetRequiredService<ModelWarmUp>();
        return app.Use((context, next) =>
            context.GetEndpoint()?.Metadata.GetMetadata<Required>() is null ? next(context)
            // First of all: a stop ends the wait for the model too.
            : !gate.IsOpen ? ApiProblems.Starting().ExecuteAsync(context)
            : model.Ended.IsCompleted ? next(context)
            : AfterAsync(model.Ended, context, next));
    }

    private static async Task AfterAsync(Task model, HttpContext context, RequestDelegate next)
    {
        await model.WaitAsync(context.RequestAborted);
        await next(context);
    }

    private sealed class Required
    {
        public static readonly Required Instance = new();
    }
}
