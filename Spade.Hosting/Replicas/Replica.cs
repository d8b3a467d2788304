namespace Spade.Hosting.Replicas;

/// <summary>One replica, as its service sees it.</summary>
internal sealed class Replica(ProjectResource resource)
{
    private CancellationTokenSource? _probing;

    internal ProjectResource Resource { get; } = resource;

    internal string Name => Resource.Name;

    /// <summary>What the orchestrator calls it; null before it knows it.</summary>
    internal string? Id { get; set; }

    /// <summary>Whether its process runs.</summary>
    internal bool IsRunning => _probing is not null;

    internal bool IsReady { get; set; }

    /// <summary>Why it is not ready, as far as is known.</summary>
    internal string? Wrong { get; set; }

    /// <summary>Whether a stop has begun: no readiness counts any more.</summary>
    internal bool IsLeaving { get; set; }

    /// <summary>Whether a rolling restart has made it the spare of the next one.</summary>
    internal bool IsSpare { get; set; }

    /// <summary>What a balancer forwards to.</summary>
    internal string Address => Resource.GetEndpoint("http").Url;

    /// <summary>The process runs. The token ends with it.</summary>
    internal CancellationToken Begin()
    {
        (IsReady, IsLeaving, IsSpare, _probing) = (false, false, false, new CancellationTokenSource());
        return _probing.Token;
    }

    /// <summary>The process is gone.</summary>
    internal void End()
    {
        _probing?.Cancel();
        _probing?.Dispose();
        (IsReady, _probing) = (false, null);
    }
}
