namespace Spade.Jobs.Client;

/// <summary>A queue name, a payload or an option is not valid. The message names each problem with its shortened value and the fix.
/// Nothing was sent to the database.</summary>
public sealed class InvalidJobException : ArgumentException
{
    internal InvalidJobException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
