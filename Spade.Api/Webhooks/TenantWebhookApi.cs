using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>The receiver and the secret of a tenant, for operators.</summary>
internal static class TenantWebhookApi
{
    public static RouteGroupBuilder MapTenantWebhooks(this IEndpointRouteBuilder app)
    {
        var tenants = app.MapGroup("").WithTags("Webhooks").RequireDatabaseSchema().RequireScope(KeyScopes.Operate);

        tenants.MapPut("/tenants/{name}/webhook", SetAsync).WithName("SetTenantWebhook")
            .WithSummary("Sets where events of a tenant's documents are sent, and makes the secret that signs them if there is none.")
            .Produces<TenantWebhookResponse>()
            .WithParameterExample("name", "acme")
            .TakesJson(TenantWebhookRequest.Example)
            .WithResponseExample(StatusCodes.Status200OK, TenantWebhookResponse.Example)
            .ProducesProblems(
                ApiProblems.InvalidParameter($"name is 'Acme'; {TenantName.Rule}."), ApiProblems.InvalidBody("$", ["url", "secret"]),
                ApiProblems.JsonExpected("text/plain"));
        return tenants;
    }

    private static async Task<Results<Ok<TenantWebhookResponse>, ApiProblem>> SetAsync(
        string name, HttpContext context, ReceiverUrls urls, TenantWebhooks webhooks,
        ILogger<TenantWebhooks> logger, CancellationToken cancellationToken)
    {
        if (!TenantName.IsWellFormed(name))
            return ApiProblems.InvalidParameter($"name is '{name}'; {TenantName.Rule}.");
        var (settings, problem) = await JsonBody.ReadAsync<TenantWebhookRequest>(context, cancellationToken);
        if (settings is null)
            return problem!;
        Uri? url = null;
        if (settings.Url is not null && !urls.TryParse(settings.Url, out url, out var fault))
            return ApiProblems.InvalidParameter($"url {fault}");
        byte[]? secret = null;
        if (settings.Secret is not null && !WebhookSecret.TryParse(settings.Secret, out secret))
            return ApiProblems.InvalidParameter($"secret is not well-formed; {WebhookSecret.Rule}.");
        var added = await webhooks.SetAsync(name, url, secret, cancellationToken);
        WebhookAudit.Changed(logger, name, url?.Host, added is not null, context.GetCaller());
        // The answer may hold a secret.
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TenantWebhookResponse(
            name, url?.AbsoluteUri, added is null ? null : WebhookSecret.ToText(added)));
    }
}
