using Spade.Jobs;

namespace Spade.Api.Problems;

/// <summary>Holds requests off until the tables they need are known to be there.</summary>
internal static class RequireSchema
{
    public static RouteGroupBuilder RequireDatabaseSchema(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (context, next) =>
        {
            var gate = context.HttpContext.RequestServices.GetRequiredService<SchemaGate>();
            return gate.IsOpen ? await next(context) : Refusals.Starting();
        });
        return routes;
    }
}
