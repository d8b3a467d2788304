namespace Spade.Hosting.GracefulShutdown;

/// <summary>Sends requests to resources and must stop sending them to a resource before it gets the signal to stop.</summary>
internal interface ITrafficGate
{
    /// <summary>Sends no new requests to this resource until it has started again.</summary>
    void Leave(IResource resource);
}
