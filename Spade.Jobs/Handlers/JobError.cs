namespace Spade.Jobs.Handlers;

/// <summary>Why a job failed.</summary>
/// <param name="Type">A stable, kebab-case word for programs.</param>
/// <param name="Message">A sentence for people; never raw output of another program.</param>
public sealed record JobError(string Type, string Message)
{
    /// <summary>The <see cref="Type"/> of a job whose processes died, several in a row, while they ran it: it may be the cause, or they may
    /// have been killed. It is stored and shown to clients.</summary>
    public const string PoisonType = "poison";
}
