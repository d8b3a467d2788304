using System.Globalization;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Reports.View;

/// <summary>A field of the ledger: its name there, its heading, and its value.</summary>
/// <param name="Name">Its name in <c>GET /restarts</c>.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Value">The value of a row; null for none.</param>
internal sealed record LedgerField(string Name, string Heading, Func<LedgerEntry, object?> Value)
{
    public static IReadOnlyList<LedgerField> All { get; } =
    [
        new("service", "Service", row => row.Service),
        new("host", "Host", row => row.Host),
        new("processId", "Process", row => row.ProcessId),
        new("version", "Version", row => row.Version),
        new("state", "State", row => row.State),
        new("reason", "Reason", row => row.Reason),
        new("startedAt", "Started", row => row.StartedAt),
        new("signalledAt", "Signal", row => row.SignalledAt),
        new("readyFlippedAt", "Not ready", row => row.ReadyFlippedAt),
        new("listenerClosedAt", "Listener closed", row => row.ListenerClosedAt),
        new("endedAt", "Ended", row => row.EndedAt),
        new("inFlight", "In flight", row => row.InFlight),
        new("begun", "Begun", row => row.Begun),
        new("finished", "Finished", row => row.Finished),
        new("handedOver", "Handed over", row => row.HandedOver),
        new("aborted", "Aborted", row => row.Aborted),
        new("exitCodeIntended", "Exit code meant", row => row.ExitCodeIntended),
        new("budgetUsed", "Drain used", row => row.BudgetUsed),
        new("nodeId", "Node", row => row.Node),
    ];

    /// <summary>The value as text; times from the begin of the load.</summary>
    public string Text(LedgerEntry row, TimeAxis axis) => Value(row) switch
    {
        null => "–",
        DateTimeOffset at => axis.Offset(at),
        double share => (share * 100).ToString("0.0' %'", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var text => text.ToString() ?? "",
    };

    /// <summary>The moment of a time, for its title; null for other fields.</summary>
    public string? Moment(LedgerEntry row) => Value(row) is DateTimeOffset at ? at.ToString("O", CultureInfo.InvariantCulture) : null;
}
