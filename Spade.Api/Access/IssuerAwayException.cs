namespace Spade.Api.Access;

/// <summary>The issuer's keys could not be read yet, so that no token can be judged.</summary>
internal sealed class IssuerAwayException(Exception inner) : Exception("The issuer of tokens does not answer.", inner);
