namespace Spade.Jobs.Handlers;

/// <summary>This version cannot read a job's payload. Another version may: during a rollout older workers get newer jobs.</summary>
internal sealed class UnreadablePayloadException(Type type, Exception? inner)
    : Exception($"The payload is no {type.Name}: {inner?.Message ?? "it is null."}", inner)
{
    /// <summary>The error type of a job whose payload no version could read.</summary>
    public const string ErrorType = "payload-invalid";
}
