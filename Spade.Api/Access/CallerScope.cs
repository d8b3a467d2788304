using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Access;

/// <summary>The caller of a request, and the documents that the request may see.</summary>
internal static class CallerScope
{
    /// <summary>Sets the <see cref="TenantScope"/> of every request before an endpoint runs.</summary>
    public static IApplicationBuilder UseCallerScope(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var caller = context.GetCaller();
        context.RequestServices.GetRequiredService<TenantScope>().Set(caller.Tenant, seesAll: caller.Has(KeyScopes.Operate));
        return next(context);
    });

    /// <summary>Who sent this request.</summary>
    public static Caller GetCaller(this HttpContext context) => context.Features.Get<Caller>() ?? Caller.Local;
}
