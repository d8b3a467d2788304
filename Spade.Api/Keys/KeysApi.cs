using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Keys;

/// <summary>Keys, for administrators.</summary>
internal static class KeysApi
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    public static RouteGroupBuilder MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("").WithTags("Keys").RequireDatabaseSchema().RequireScope(KeyScopes.Operate);

        keys.MapGet("/keys", ListAsync).WithName("ListKeys")
            .WithSummary("Keys, newest first, including those that were revoked or have expired.")
            .WithNumber("limit", 1, MaxLimit, DefaultLimit)
            .WithWords<KeyStateWords>("state")
            .WithParameterExample("tenant", KeyResponse.Example.Tenant)
            .WithResponseExample(StatusCodes.Status200OK, new KeyListResponse([KeyResponse.Example]))
            .ProducesProblems(ApiProblems.InvalidParameter(StateFault("lost")));
        keys.MapPost("/keys", AddAsync).WithName("AddKey")
            .WithSummary("Adds a key. Its text is in this answer only.")
            .TakesJson(AddKeyRequest.Example)
            .WithResponseExample(StatusCodes.Status201Created, AddedKeyResponse.Example)
            .ProducesProblems(
                ApiProblems.InvalidParameter(new NewKey("scanner", "Acme!", NewKey.UsualScopes, null).FindFault()!),
                ApiProblems.InvalidBody("$.days", ["name", "tenant", "scopes", "expiresInDays"]), ApiProblems.AdministratorFirst(),
                ApiProblems.JsonExpected("text/plain"));
        keys.MapDelete("/keys/{prefix}", RevokeAsync).WithName("RevokeKey")
            .WithSummary("Revokes a key: within five seconds no replica accepts it. May be repeated.")
            .Produces(StatusCodes.Status204NoContent)
            .WithParameterExample("prefix", KeyResponse.Example.Prefix)
            .ProducesProblems(NotFound(KeyResponse.Example.Prefix), ApiProblems.LastAdministrator(KeyResponse.Example.Prefix));
        return keys;
    }

    private static async Task<Results<Ok<KeyListResponse>, ApiProblem>> ListAsync(
        KeyStore keys,
        [Description("Tenant; all when left out.")] string? tenant,
        [Description("active, expired or revoked; all when left out.")] string? state,
        [Description("Most keys to return, 1 to 500; 100 when left out.")] string? limit,
        CancellationToken cancellationToken)
    {
        KeyState? wanted = null;
        if (state is not null)
        {
            if (!KeyStateNames.TryParse(state, out var known))
                return ApiProblems.InvalidParameter(StateFault(state));
            wanted = known;
        }

        if (tenant is not null && !TenantName.IsWellFormed(tenant))
            return ApiProblems.InvalidParameter($"tenant is '{tenant}'; {TenantName.Rule}.");
        if (!QueryNumber.TryParse("limit", limit, 1, MaxLimit, DefaultLimit, out var most, out var problem))
            return problem;
        var found = await keys.ListAsync(tenant, wanted, most, cancellationToken);
        return TypedResults.Ok(new KeyListResponse([.. found.Select(KeyResponse.From)]));
    }

    private static async Task<Results<Created<AddedKeyResponse>, ApiProblem>> AddAsync(
        HttpContext context, KeyStore keys, KeyAudit audit, CancellationToken cancellationToken)
    {
        var (request, unread) = await JsonBody.ReadAsync<AddKeyRequest>(context, cancellationToken);
        if (request is null)
            return unread!;
        var key = request.ToNewKey();
        if (key.FindFault() is { } fault)
            return ApiProblems.InvalidParameter(fault);
        var caller = context.GetCaller();
        // Without an id there is no key yet, and this one ends the time in which none is needed.
        if (caller.Id is null && !key.Scopes.Contains(KeyScopes.Operate) && !await keys.HasAdministratorAsync(cancellationToken))
            return ApiProblems.AdministratorFirst();
        var added = await keys.AddAsync(key, caller.Id ?? AccessTelemetry.NoKey, cancellationToken);
        audit.Added(added.Key, caller);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created((string?)null, AddedKeyResponse.From(added));
    }

    private static async Task<Results<NoContent, ApiProblem>> RevokeAsync(
        string prefix, HttpContext context, KeyStore keys, KeyAudit audit, CancellationToken cancellationToken)
    {
        // A whole key in place of its prefix is not found either, and no answer repeats it.
        if (!KeyText.IsPrefix(prefix))
            return ApiProblems.KeyNotFound($"A key is named by its first {KeyText.PrefixLength} characters, as GET /keys shows them.");
        switch (await keys.RevokeAsync(prefix, cancellationToken))
        {
            case RevokedKey.Done revoked:
                audit.Revoked(revoked.Key, context.GetCaller());
                return TypedResults.NoContent();
            case RevokedKey.LastAdministrator:
                return ApiProblems.LastAdministrator(prefix);
            default:
                return NotFound(prefix);
        }
    }

    private static string StateFault(string state) => $"state is '{state}'; it must be one of: {string.Join(", ", KeyStateNames.All)}.";

    private static ApiProblem NotFound(string prefix) => ApiProblems.KeyNotFound($"No key begins with '{prefix}'.");
}
