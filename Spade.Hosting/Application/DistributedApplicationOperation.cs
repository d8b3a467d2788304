namespace Aspire.Hosting;

/// <summary>What an AppHost can do with its application.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>Run it here.</summary>
    Run,

    /// <summary>Write what another system needs to run it.</summary>
    Publish,
}
