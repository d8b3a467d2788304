using Spade.Api.Problems;
using Spade.Jobs.Schema;

namespace Spade.Api.Gates;

/// <summary>Rejects requests until the tables that they need are known to be in place.</summary>
internal static class RequireSchema
{
    public static RouteGroupBuilder RequireDatabaseSchema(this RouteGroupBuilder routes) => routes.WithMetadata(Required.Instance);

    /// <summary>Answers 503 to requests for these routes until the schema is in place.</summary>
    /// <remarks>A middleware and not an endpoint filter: a filter runs after the endpoint's arguments, a database context among them, have
    /// been created.</remarks>
    public static IApplicationBuilder UseRequiredSchema(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<SchemaGate>();
        return app.Use((context, next) =>
            gate.IsOpen || context.GetEndpoint()?.Metadata.GetMetadata<Required>() is null
                ? next(context)
                : ApiProblems.Starting().ExecuteAsync(context));
    }

    private sealed class Required
    {
        public static readonly Required Instance = new();
    }
}
