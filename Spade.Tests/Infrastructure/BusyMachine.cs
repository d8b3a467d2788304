namespace Spade.Tests.Infrastructure;

/// <summary>Tests that put all services under load. They run one after the other: in parallel on two cores, requests of one would exceed
/// the time limits of its services.</summary>
[CollectionDefinition(Name)]
public sealed class BusyMachine
{
    public const string Name = "busy machine";
}
