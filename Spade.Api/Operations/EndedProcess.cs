namespace Spade.Api.Operations;

/// <summary>An entry of the restart ledger that has ended.</summary>
/// <param name="Node">The process's id as a node of the queue.</param>
/// <param name="Service">Its service.</param>
/// <param name="State">How it ended: stopped, cut, failed, crashed or unknown.</param>
/// <param name="Finished">Requests and jobs that finished during the stop; null when it wrote no exit report.</param>
/// <param name="Released">Those that were released to another process.</param>
/// <param name="Aborted">Those that were aborted at a limit.</param>
/// <param name="BudgetUsed">The part of the drain that the stop took.</param>
/// <param name="Duration">From the signal to the exit report, in seconds.</param>
internal sealed record EndedProcess(
    string Node, string Service, string State, int? Finished, int? Released, int? Aborted, double? BudgetUsed, double? Duration);
