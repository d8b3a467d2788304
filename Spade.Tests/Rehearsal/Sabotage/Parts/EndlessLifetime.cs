using Microsoft.Extensions.Hosting;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>The lifetime of a host that is never told to stop.</summary>
internal sealed class EndlessLifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication()
    {
    }
}
