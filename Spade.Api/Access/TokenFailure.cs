using Microsoft.IdentityModel.Tokens;

namespace Spade.Api.Access;

/// <summary>Says in a sentence why a token was refused. The framework's own messages name its internals.</summary>
internal static class TokenFailure
{
    /// <summary>The sentence, for the sender of the token.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired. Ask its issuer for a new one.",
        SecurityTokenNotYetValidException => "The token is not valid yet. Check the clocks of its issuer and of this service.",
        SecurityTokenInvalidAudienceException => "The token is for another audience. Ask its issuer for one for this service.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer than the one of this service.",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException =>
            "The token's signature is not one of the issuer of this service.",
        _ => "The token cannot be read, or lacks what this service needs.",
    };
}
