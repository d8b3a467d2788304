using Microsoft.Extensions.Hosting;
using Spade.Jobs;
using Spade.Jobs.Nodes;
using Spade.Shutdown.Progress;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Ends the node's session at the signal, with its lock and its heartbeats, while jobs still run.</summary>
internal sealed class Silence(NodeSession session, NodeLifetime node, ShutdownProgress progress) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        progress.Begun.Register(() =>
        {
            session.StaySilent();
            _ = node.CancelAsync();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
