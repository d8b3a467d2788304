using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>How a resource is, after what is under way has ended, as <c>kubectl rollout status</c> tells it.</summary>
internal sealed class StatusVerb(TerminalNames names, ResourceNotificationService notifications) : ITerminalVerb
{
    public bool Answers(TerminalRequest request) => request.Verb == TerminalVerbs.Status;

    public async Task<int> RunAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken)
    {
        var name = request.Name!;
        var resource = names.Find(name);
        var set = names.ReplicasOf(resource);
        if (set?.Commands.Current is { Result.IsCompleted: false } run)
        {
            await output.WriteLineAsync($"{run.Description} is under way", cancellationToken);
            await CommandSteps.FollowAsync(run, output, cancellationToken);
        }

        var isGood = await WriteStateAsync(name, TerminalNames.IsOwnName(resource, name) ? set : null, output, cancellationToken);
        return isGood & await WriteFailureAsync(set, output, cancellationToken) ? 0 : 1;
    }

    private async Task<bool> WriteStateAsync(string name, ReplicaSet? set, TerminalOutput output, CancellationToken cancellationToken)
    {
        var snapshot = notifications.TryGetCurrentState(name, out var current) ? current.Snapshot : null;
        var isHealthy = snapshot?.HealthStatus == HealthStatus.Healthy;
        var health = set is null
            ? isHealthy ? "healthy" : "not healthy"
            : string.Create(CultureInfo.InvariantCulture, $"{set.Readiness.Ready} of {set.Readiness.Wanted} replicas ready");
        await output.WriteLineAsync($"{name}: {snapshot?.State?.Text ?? KnownResourceStates.NotStarted}, {health}", cancellationToken);
        // Reports are about something that runs: the last ones of what has ended may have come in while it did.
        var reports = snapshot?.HealthStatus is null ? [] : snapshot.HealthReports;
        foreach (var report in reports.Where(report => report.Status != HealthStatus.Healthy && report.Description is not null))
            await output.WriteLineAsync($"{name}: {report.Description}", cancellationToken);
        return isHealthy;
    }

    /// <summary>A rollout that failed has not been done, whole as the service may be.</summary>
    private static async Task<bool> WriteFailureAsync(ReplicaSet? set, TerminalOutput output, CancellationToken cancellationToken)
    {
        if (set?.Commands.Current is not { } last || (await last.Result.WaitAsync(cancellationToken)).Success)
            return true;
        await output.WriteErrorAsync($"{last.Description} failed: {(await last.Result).ErrorMessage}", cancellationToken);
        return false;
    }
}
