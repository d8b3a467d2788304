namespace Spade.Hosting.GracefulShutdown;

/// <summary>Something that sends requests to resources, and must stop doing so before one of them is told to stop.</summary>
internal interface ITrafficGate
{
    /// <summary>No new requests to this resource from here on, until it has started again.</summary>
    void Leave(IResource resource);
}
