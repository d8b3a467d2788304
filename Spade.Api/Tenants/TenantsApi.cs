using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Tenants;

/// <summary>Tenants, for administrators.</summary>
internal static class TenantsApi
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    public static RouteGroupBuilder MapTenants(this IEndpointRouteBuilder app)
    {
        var tenants = app.MapGroup("").WithTags("Tenants").RequireDatabaseSchema().RequireScope(KeyScopes.Operate);

        tenants.MapGet("/tenants", ListAsync).WithName("ListTenants")
            .WithSummary("Tenants that have keys or settings, by name, with what they have used today.")
            .WithNumber("limit", 1, MaxLimit, DefaultLimit)
            .WithParameterExample("after", "aardvark")
            .WithResponseExample(StatusCodes.Status200OK, new TenantListResponse([TenantResponse.Example]))
            .ProducesProblems(
                ApiProblems.InvalidParameter("limit is '0'; it must be a whole number from 1 to 500, and is 100 when left out."));
        tenants.MapPut("/tenants/{name}", SaveAsync).WithName("SetTenant")
            .WithSummary("Sets a tenant's limits. One that is left out gets the configuration's default.")
            .TakesJson(TenantRequest.Example)
            .WithParameterExample("name", TenantResponse.Example.Name)
            .WithResponseExample(StatusCodes.Status200OK, TenantResponse.Example)
            .WithResponseExample(StatusCodes.Status201Created, TenantResponse.Example)
            .ProducesProblems(
                ApiProblems.InvalidParameter(NameFault("Acme!")), ApiProblems.InvalidBody("$.pages", ["requestsPerSecond", "bytesPerDay"]),
                ApiProblems.JsonExpected("text/plain"));
        tenants.MapDelete("/tenants/{name}", RemoveAsync).WithName("RemoveTenant")
            .WithSummary("Forgets what was set for a tenant that has no key any more. Its documents stay.")
            .Produces(StatusCodes.Status204NoContent)
            .WithParameterExample("name", TenantResponse.Example.Name)
            .ProducesProblems(
                ApiProblems.TenantNotFound(TenantResponse.Example.Name), ApiProblems.TenantInUse(TenantResponse.Example.Name));
        return tenants;
    }

    private static async Task<Results<Ok<TenantListResponse>, ApiProblem>> ListAsync(
        TenantSettingsStore tenants,
        [Description("Only names after this one, the last of the list before; all when left out.")] string? after,
        [Description("Most tenants to return, 1 to 500; 100 when left out.")] string? limit,
        CancellationToken cancellationToken)
    {
        if (after is not null && !TenantName.IsWellFormed(after))
            return ApiProblems.InvalidParameter($"after is '{after}'; {TenantName.Rule}.");
        if (!QueryNumber.TryParse("limit", limit, 1, MaxLimit, DefaultLimit, out var most, out var problem))
            return problem;
        var found = await tenants.ListAsync(after, most, cancellationToken);
        return TypedResults.Ok(new TenantListResponse([.. found.Select(TenantResponse.From)]));
    }

    private static async Task<Results<Ok<TenantResponse>, Created<TenantResponse>, ApiProblem>> SaveAsync(
        string name, HttpContext context, TenantSettingsStore tenants, TenantAudit audit, CancellationToken cancellationToken)
    {
        if (!TenantName.IsWellFormed(name))
            return ApiProblems.InvalidParameter(NameFault(name));
        var (request, unread) = await JsonBody.ReadAsync<TenantRequest>(context, cancellationToken);
        if (request is null)
            return unread!;
        var settings = request.ToSettings();
        if (settings.FindFault() is { } fault)
            return ApiProblems.InvalidParameter(fault);
        var (tenant, isNew) = await tenants.SaveAsync(name, settings, cancellationToken);
        audit.Saved(tenant, context.GetCaller());
        return isNew ? TypedResults.Created((string?)null, TenantResponse.From(tenant)) : TypedResults.Ok(TenantResponse.From(tenant));
    }

    private static async Task<Results<NoContent, ApiProblem>> RemoveAsync(
        string name, HttpContext context, TenantSettingsStore tenants, TenantAudit audit, CancellationToken cancellationToken)
    {
        if (!TenantName.IsWellFormed(name))
            return ApiProblems.TenantNotFound(name);
        switch (await tenants.RemoveAsync(name, cancellationToken))
        {
            case RemovedTenant.Done:
                audit.Removed(name, context.GetCaller());
                return TypedResults.NoContent();
            case RemovedTenant.InUse:
                return ApiProblems.TenantInUse(name);
            default:
                return ApiProblems.TenantNotFound(name);
        }
    }

    private static string NameFault(string name) =>
        $"The tenant is '{(name.Length <= 80 ? name : name[..80] + "…")}'; {TenantName.Rule}.";
}
