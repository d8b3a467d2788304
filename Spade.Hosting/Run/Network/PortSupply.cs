namespace Aspire.Hosting.Run.Network;

/// <summary>Free ports, none given twice: who is given one listens on it only some time later.</summary>
internal sealed class PortSupply
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _taken = [];

    /// <summary>A free port.</summary>
    internal int Take()
    {
        lock (_lock)
        {
            var port = LocalPorts.Free(_taken);
            _taken.Add(port);
            return port;
        }
    }

    /// <summary>False when the port has been given already.</summary>
    internal bool TryTake(int port)
    {
        lock (_lock)
            return _taken.Add(port);
    }

    /// <summary>The port may be given again.</summary>
    internal void GiveBack(int port)
    {
        lock (_lock)
            _taken.Remove(port);
    }
}
