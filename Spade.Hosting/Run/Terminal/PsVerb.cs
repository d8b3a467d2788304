using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>A table of every resource and every replica.</summary>
internal sealed class PsVerb(TerminalNames names, ResourceNotificationService notifications, TimeProvider clock) : ITerminalVerb
{
    private const int Green = 32;
    private const int Yellow = 33;
    private const int Red = 31;
    private const string None = "-";

    private static readonly string[] Head = ["NAME", "INSTANCE", "STATE", "READY", "PID", "AGE", "ADDRESS"];

    public bool Answers(TerminalRequest request) => request.Verb == TerminalVerbs.Ps;

    public async Task<int> RunAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken)
    {
        var rows = names.Resources.SelectMany(RowsOf).ToList();
        var widths = Head.Select((head, column) => rows.Select(row => row.Cells[column].Length).Append(head.Length).Max()).ToArray();
        await output.WriteLineAsync(Line(Head, widths), cancellationToken);
        foreach (var (cells, colour) in rows)
            await output.WriteLineAsync(output.Coloured(Line(cells, widths), colour), cancellationToken);
        return 0;
    }

    private static string Line(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();

    private IEnumerable<(string[] Cells, int Colour)> RowsOf(IResource resource)
    {
        var snapshot = notifications.TryGetCurrentState(resource.Name, out var current) ? current.Snapshot : null;
        var set = names.ReplicasOf(resource);
        var ready = set is null
            ? snapshot?.HealthStatus == HealthStatus.Healthy ? "yes" : "no"
            : string.Create(CultureInfo.InvariantCulture, $"{set.Readiness.Ready}/{set.Readiness.Wanted}");
        yield return Row(resource.Name, None, snapshot, ready, AddressesOf(resource));
        foreach (var replica in set?.Replicas ?? [])
            yield return Row(resource.Name, replica.Id, replica.Snapshot, replica.IsReady ? "yes" : "no", AddressesOf(replica.Doors.Ports));
    }

    private (string[] Cells, int Colour) Row(string name, string instance, CustomResourceSnapshot? snapshot, string ready, string addresses)
    {
        string[] cells = [name, instance, snapshot?.State?.Text ?? None, ready, snapshot?.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? None, AgeOf(snapshot), addresses];
        return (cells, ColourOf(snapshot));
    }

    private static int ColourOf(CustomResourceSnapshot? snapshot) => snapshot switch
    {
        { HealthStatus: HealthStatus.Healthy } or { State.Text: "Finished" } => Green,
        { State.Text: "Exited" or "FailedToStart" } => Red,
        _ => Yellow,
    };

    /// <summary>Time since the start, in its two largest units, of what runs.</summary>
    private string AgeOf(CustomResourceSnapshot? snapshot)
    {
        if (snapshot is not { StartTimeStamp: { } start, StopTimeStamp: null })
            return None;
        var age = clock.GetUtcNow().UtcDateTime - start;
        return age switch
        {
            { TotalMinutes: < 1 } => Text($"{age.Seconds}s"),
            { TotalHours: < 1 } => Text($"{age.Minutes}m{age.Seconds}s"),
            { TotalDays: < 1 } => Text($"{age.Hours}h{age.Minutes}m"),
            _ => Text($"{age.Days}d{age.Hours}h"),
        };

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    private static string AddressesOf(IResource resource) => Joined(resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.AllocatedEndpoint?.UriString));

    private static string AddressesOf(IReadOnlyDictionary<EndpointAnnotation, int> ports) => Joined(ports.Select(
        entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key.UriScheme}://127.0.0.1:{entry.Value}")));

    private static string Joined(IEnumerable<string?> addresses) => string.Join(' ', addresses.OfType<string>()) is { Length: > 0 } all ? all : None;
}
