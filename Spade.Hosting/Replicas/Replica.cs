namespace Spade.Hosting.Replicas;

/// <summary>State of one replica.</summary>
internal sealed class Replica(ProjectResource resource)
{
    private CancellationTokenSource? _probing;

    internal ProjectResource Resource { get; } = resource;

    internal string Name => Resource.Name;

    /// <summary>Id given by the orchestrator; null until it has created the resource.</summary>
    internal string? Id { get; set; }

    /// <summary>Whether its process runs.</summary>
    internal bool IsRunning => _probing is not null;

    internal bool IsReady { get; set; }

    /// <summary>Why it is not ready; null when it is ready or has not been probed yet.</summary>
    internal string? Problem { get; set; }

    /// <summary>Whether a stop has begun; it gets no requests then, ready or not.</summary>
    internal bool IsLeaving { get; set; }

    /// <summary>Whether a rolling restart has stopped it to be the next spare.</summary>
    internal bool IsSpare { get; set; }

    /// <summary>Base URL that the balancer forwards to.</summary>
    internal string Address => Resource.GetEndpoint("http").Url;

    /// <summary>Records that the process runs. The token is cancelled when it ends.</summary>
    internal CancellationToken Begin()
    {
        (IsReady, IsLeaving, IsSpare, _probing) = (false, false, false, new CancellationTokenSource());
        return _probing.Token;
    }

    /// <summary>Records that the process has ended.</summary>
    internal void End()
    {
        _probing?.Cancel();
        _probing?.Dispose();
        (IsReady, _probing) = (false, null);
    }
}
