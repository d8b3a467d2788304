namespace Spade.Api.Access;

/// <summary>A token is genuine, and lacks what this service needs. The message is for its sender.</summary>
internal sealed class TokenRefusedException(string message) : Exception(message);
