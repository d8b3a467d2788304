namespace Spade.Jobs.Client;

/// <summary>A queue, a job or one of its options cannot be. The message names each fault with its value, shortened, and the fix; nothing
/// was sent to the database.</summary>
public sealed class InvalidJobException : ArgumentException
{
    internal InvalidJobException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
