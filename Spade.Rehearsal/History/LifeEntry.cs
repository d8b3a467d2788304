namespace Spade.Rehearsal.History;

/// <summary>A step of the schedule, such as a rolling restart.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">What was done, such as <c>rolling restart</c>.</param>
/// <param name="Target">To what: a service, a replica, the database; null without.</param>
/// <param name="BeganAt">When it began.</param>
/// <param name="EndedAt">When it was over; null when the rehearsal ended before.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record StepEntry(
    int Number, string Name, string? Target, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, string? Error) : HistoryEntry;

/// <summary>The life of one process as it was seen from outside. A moment is null when it did not come or could not be seen.</summary>
/// <param name="Replica">The replica, such as <c>spade-api-2</c> or a pod's name. A lane of the restart view.</param>
/// <param name="Service">Its service, such as <c>spade-api</c>.</param>
/// <param name="ProcessId">The process's id, or 0 in a cluster.</param>
/// <param name="Version">The version that it ran; null when unknown.</param>
/// <param name="StartedAt">When the process started.</param>
/// <param name="ReadyAt">When it first said that it was ready.</param>
/// <param name="LeftBalancerAt">When the balancer or the endpoints stopped sending it new connections.</param>
/// <param name="StopBeganAt">When its stop began, with its preStop hook.</param>
/// <param name="SignalledAt">When SIGTERM, or the signal that a step sent, reached it.</param>
/// <param name="Signal">That signal: <c>SIGTERM</c>, <c>SIGINT</c>, <c>SIGKILL</c>; null when it was stopped by none that was seen.</param>
/// <param name="NotReadyAt">When it first said that it was not ready any more.</param>
/// <param name="ClosedAt">When its listener first refused a connection.</param>
/// <param name="EndedAt">When the process had ended.</param>
/// <param name="ExitCode">Its exit code; 128 plus the signal's number for a process that a signal ended.</param>
internal sealed record LifeEntry(
    string Replica, string Service, int ProcessId, string? Version, DateTimeOffset StartedAt, DateTimeOffset? ReadyAt = null,
    DateTimeOffset? LeftBalancerAt = null, DateTimeOffset? StopBeganAt = null, DateTimeOffset? SignalledAt = null, string? Signal = null,
    DateTimeOffset? NotReadyAt = null, DateTimeOffset? ClosedAt = null, DateTimeOffset? EndedAt = null,
    int? ExitCode = null) : HistoryEntry;

/// <summary>A row of the ledger of restarts (<c>GET /restarts</c> or the table <c>restarts</c>) at the end.</summary>
/// <param name="Node">Id of the node.</param>
/// <param name="Service">The service.</param>
/// <param name="Version">Its version.</param>
/// <param name="Host">The machine or pod.</param>
/// <param name="ProcessId">Its process id on that machine.</param>
/// <param name="State"><c>running</c>, <c>draining</c>, <c>stopped</c>, <c>cut</c>, <c>failed</c>, <c>crashed</c> or
/// <c>unknown</c>.</param>
/// <param name="Reason">Why it stopped, such as <c>sigterm</c>; null while it runs.</param>
/// <param name="StartedAt">As the process saw it, on the database's clock, and so are the times below.</param>
/// <param name="SignalledAt">SIGTERM.</param>
/// <param name="ReadyFlippedAt">Readiness says no.</param>
/// <param name="ListenerClosedAt">The listener closed.</param>
/// <param name="InFlight">Requests or jobs in flight at the signal.</param>
/// <param name="Begun">Work that began after the signal.</param>
/// <param name="Finished">Work that finished.</param>
/// <param name="HandedOver">Jobs handed over, requests that ended early with a hint.</param>
/// <param name="Aborted">Work that was cut.</param>
/// <param name="EndedAt">The end.</param>
/// <param name="ExitCodeIntended">The exit code that the process meant to leave.</param>
/// <param name="BudgetUsed">Share of the drain that it used, 0 to 1.</param>
internal sealed record LedgerEntry(
    Guid Node, string Service, string? Version, string? Host, int ProcessId, string State, string? Reason, DateTimeOffset StartedAt,
    DateTimeOffset? SignalledAt = null, DateTimeOffset? ReadyFlippedAt = null, DateTimeOffset? ListenerClosedAt = null,
    int? InFlight = null, int? Begun = null, int? Finished = null, int? HandedOver = null, int? Aborted = null,
    DateTimeOffset? EndedAt = null, int? ExitCodeIntended = null, double? BudgetUsed = null) : HistoryEntry;

/// <summary>A document as the database had it at the end, with its job and pages. Only a target whose database can be read has
/// these.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Content">Identity of its bytes, as in <see cref="AcceptedEntry.Content"/>: SHA-256, hexadecimal.</param>
/// <param name="Status">Its status.</param>
/// <param name="ErrorType">Its error; null without.</param>
/// <param name="JobState">State of its job; null when the job is gone.</param>
/// <param name="Failures">Attempts of its job that failed.</param>
/// <param name="Interruptions">Releases and crashes of its job.</param>
/// <param name="PagesTotal">Pages that it has; null before it was opened.</param>
/// <param name="PageBegins">How many times the recognition of each of its pages began, by the order of pages.</param>
/// <param name="HandedOverAt">When its job moved from a worker to another, for the marks between the lanes.</param>
internal sealed record StoredEntry(
    string Document, string Content, string Status, string? ErrorType, string? JobState, int Failures, int Interruptions, int? PagesTotal,
    IReadOnlyList<int> PageBegins, IReadOnlyList<Handover> HandedOverAt) : HistoryEntry;

/// <summary>A job that went from one worker to another.</summary>
/// <param name="At">When the second one took it.</param>
/// <param name="From">Replica that had it; null when unknown.</param>
/// <param name="To">Replica that took it; null when unknown.</param>
internal sealed record Handover(DateTimeOffset At, string? From, string? To);

/// <summary>Jobs that waited and ran at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Waiting">Jobs that were due.</param>
/// <param name="Active">Jobs that ran.</param>
internal sealed record QueueEntry(DateTimeOffset At, long Waiting, long Active) : HistoryEntry;

/// <summary>A job that a worker took, as far as it was seen: one that ended between two looks was not.</summary>
/// <param name="At">When it took it, on the database's clock.</param>
/// <param name="Job">Id of the job.</param>
/// <param name="Replica">The worker; null when unknown.</param>
internal sealed record ClaimEntry(DateTimeOffset At, string Job, string? Replica) : HistoryEntry;
