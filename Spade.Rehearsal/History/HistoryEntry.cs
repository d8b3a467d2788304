using System.Text.Json.Serialization;

namespace Spade.Rehearsal.History;

/// <summary>One fact about a rehearsal, and one line of its history file (JSON). Facts are what was seen from outside, and rows of the
/// database as they were at the end; a verdict is never one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunEntry), "run")]
[JsonDerivedType(typeof(RequestEntry), "request")]
[JsonDerivedType(typeof(AcceptedEntry), "accepted")]
[JsonDerivedType(typeof(ReadEntry), "read")]
[JsonDerivedType(typeof(StepEntry), "step")]
[JsonDerivedType(typeof(LifeEntry), "life")]
[JsonDerivedType(typeof(LedgerEntry), "ledger")]
[JsonDerivedType(typeof(StoredEntry), "stored")]
[JsonDerivedType(typeof(QueueEntry), "queue")]
[JsonDerivedType(typeof(ClaimEntry), "claim")]
internal abstract record HistoryEntry;

/// <summary>The first line: what was rehearsed.</summary>
/// <param name="BeganAt">Begin of the load.</param>
/// <param name="Seed">Seed of every choice that the load made.</param>
/// <param name="Target">What was restarted, in words.</param>
/// <param name="Schedule">Name of the schedule.</param>
/// <param name="ScheduleText">The schedule as it was read, YAML.</param>
/// <param name="Versions">Version of each program that took part, by name.</param>
/// <param name="Settings">Options of the run, by name.</param>
/// <param name="Budgets">Shutdown budget of each service, by name; empty for a target that states none.</param>
/// <param name="Duration">How long the load was meant to last; null when it is not known. Whether the load really ran is judged by
/// it.</param>
/// <param name="Clients">The kinds of client that were meant to send requests: <see cref="RequestEntry.Client"/> without its number;
/// null when they are not known.</param>
/// <param name="PagesInFlight">How many pages a worker recognises at once, which is what a crash may repeat; null when unknown.</param>
internal sealed record RunEntry(
    DateTimeOffset BeganAt, int Seed, string Target, string Schedule, string ScheduleText, IReadOnlyDictionary<string, string> Versions,
    IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, ServiceBudget> Budgets,
    TimeSpan? Duration = null, IReadOnlyList<string>? Clients = null, int? PagesInFlight = null) : HistoryEntry;

/// <summary>The shutdown numbers of a service that the restart view draws as lines, in seconds.</summary>
/// <param name="PreStop">From the begin of the stop to SIGTERM.</param>
/// <param name="LameDuck">From SIGTERM to the close of the listener.</param>
/// <param name="InFlight">From SIGTERM to the abort of what is left; for a worker, to the cancellation of its jobs.</param>
/// <param name="Drain">From SIGTERM to the exit.</param>
/// <param name="Grace">From the begin of the stop to SIGKILL.</param>
internal sealed record ServiceBudget(double PreStop, double LameDuck, double InFlight, double Drain, double Grace);
