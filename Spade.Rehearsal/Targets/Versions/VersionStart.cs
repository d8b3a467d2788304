namespace Spade.Rehearsal.Targets.Versions;

/// <summary>What to start as a replica.</summary>
/// <param name="Programs">The programs of its version.</param>
/// <param name="Environment">Its environment variables, beside its address and its name.</param>
internal sealed record VersionStart(VersionPrograms Programs, IReadOnlyDictionary<string, string> Environment);
