using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Local;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>The built programs of a version.</summary>
/// <param name="Version">Which of the two.</param>
/// <param name="Api">The API's assembly.</param>
/// <param name="Worker">The worker's assembly.</param>
internal sealed record VersionPrograms(StepVersion Version, string Api, string Worker)
{
    /// <summary>The version that the programs state, with the word for it.</summary>
    internal string Name => $"{ProgramVersion.OfFile(Api)} ({StepWords.WordOf(Version)})";

    /// <summary>The assembly of a service.</summary>
    internal string Of(string service) => service == ServiceNames.Api ? Api : Worker;
}
