using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>Looks again, during a request that lasts, whether its caller is accepted: a key may be revoked meanwhile, and keys, tokens and
/// sessions expire.</summary>
internal sealed class LastingAccess(IKeyVerifier keys, AccessMode mode, IOptions<JwtOptions> jwt, TimeProvider time)
{
    /// <summary>Why such a request is refused, as a sentence.</summary>
    public const string Reason = "It was revoked or has expired while the request waited.";

    /// <summary>True when the same request would be refused now. What is known of a key is at most <see cref="IKeyVerifier.MaxAge"/>
    /// old.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database is away, and what is known of the key is too old.</exception>
    public async ValueTask<bool> IsOverAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= EndOf(context))
            return true;
        return context.User.Identity?.AuthenticationType switch
        {
            Schemes.Open => !mode.IsOpen,
            Schemes.Key or Schemes.Cookie => !await IsAcceptedAsync(context.GetCaller(), cancellationToken),
            _ => false,
        };
    }

    // The key itself expires by the database's clock, see IKeyVerifier.
    private DateTimeOffset? EndOf(HttpContext context)
    {
        var end = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return context.User.Identity?.AuthenticationType == Schemes.Jwt ? end + jwt.Value.ClockSkew : end;
    }

    private async ValueTask<bool> IsAcceptedAsync(Caller caller, CancellationToken cancellationToken) =>
        caller.Id is { } prefix && await keys.FindAsync(prefix, cancellationToken) is { } key && key.Tenant == caller.Tenant;
}
