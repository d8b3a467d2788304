using Microsoft.Extensions.Options;

namespace Spade.Api.Access;

/// <summary>Checks the options together: most matter only with an authority.</summary>
internal sealed class JwtOptionsValidator : IValidateOptions<JwtOptions>
{
    private static readonly TimeSpan LongestSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, JwtOptions options)
    {
        if (!options.IsConfigured)
        {
            return options.Audience.Length == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"{JwtOptions.Section}:Audience is '{options.Audience}' without an Authority; give the issuer's address too.");
        }

        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(JwtOptions options)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || !IsAllowed(authority, options.RequireHttps))
        {
            yield return $"{JwtOptions.Section}:Authority is '{options.Authority}'; it must be an address that begins with "
                + (options.RequireHttps ? "https://." : "https:// or http://.");
        }

        if (options.Audience.Length == 0)
            yield return $"{JwtOptions.Section}:Audience is empty; it must be the name of this service at the issuer.";
        foreach (var (claim, value) in Claims(options).Where(each => string.IsNullOrWhiteSpace(each.Value)))
            yield return $"{JwtOptions.Section}:{claim} is '{value}'; it must name a claim of the tokens.";
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > LongestSkew)
            yield return $"{JwtOptions.Section}:ClockSkew is {options.ClockSkew}; it must be 0 to {LongestSkew}.";
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout)
            yield return $"{JwtOptions.Section}:Timeout is {options.Timeout}; it must be more than 0 and at most {LongestTimeout}.";
    }

    private static (string Claim, string Value)[] Claims(JwtOptions options) =>
    [
        (nameof(options.TenantClaim), options.TenantClaim), (nameof(options.ScopeClaim), options.ScopeClaim),
        (nameof(options.SubjectClaim), options.SubjectClaim),
    ];

    private static bool IsAllowed(Uri authority, bool requireHttps) =>
        authority.Scheme == Uri.UriSchemeHttps || (!requireHttps && authority.Scheme == Uri.UriSchemeHttp);
}
