namespace Spade.Jobs.Handlers;

/// <summary>Why a job failed.</summary>
/// <param name="Type">A stable, kebab-case word for programs.</param>
/// <param name="Message">A sentence for people; never raw output of another program.</param>
public sealed record JobError(string Type, string Message);
