using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Runs;

/// <summary>A run.</summary>
/// <param name="Schedule">What to do, with the options of the command line applied.</param>
/// <param name="Folder">Where history, certificate, report and logs go.</param>
/// <param name="Settings">Options that a reader of the certificate should know, by name.</param>
internal sealed record RehearsalOptions(Schedule Schedule, string Folder, IReadOnlyDictionary<string, string> Settings);
